/** `npm run test:postgres`: the database tests on a real PostgreSQL, started for them and always stopped. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { startPostgres } from "./testing/postgres.mjs";

const root = join(import.meta.dirname, "..");
const postgres = await startPostgres();
process.on("exit", postgres.stop);
// Ctrl-C and the like end the process through "exit", so that the cluster goes too.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));

const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const tests = spawn(process.execPath, [vitest, "run", "--project", "database", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, TEST_DATABASE_URL: postgres.url },
});
tests.on("exit", (code) => process.exit(code ?? 1));
