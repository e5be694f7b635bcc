/** Kinds of columns that the tables share. Times are timestamptz; money is micro-credits in bigint. */
import { sql } from "drizzle-orm";
import { bigint, check, timestamp } from "drizzle-orm/pg-core";

export const at = (name: string) => timestamp(name, { withTimezone: true });
export const now = (name: string) => at(name).notNull().defaultNow();
export const micro = (name: string) => bigint(name, { mode: "number" });
export const oneOf = (name: string, column: string, words: readonly string[]) =>
  check(name, sql.raw(`${column} in (${words.map((w) => `'${w}'`).join(", ")})`));
