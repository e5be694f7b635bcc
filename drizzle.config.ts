/** Where `npm run migrations` reads the tables and writes the SQL that is reviewed and committed. */
import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./lib/platform/db/schema*.ts",
  out: "./lib/platform/db/migrations",
});
