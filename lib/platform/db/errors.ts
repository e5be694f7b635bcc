/** What can be wrong with a database beyond a statement's own error. */

/** Another Hearth runs on this data folder. */
export class DatabaseLocked extends Error {
  readonly code = "database_locked";
  constructor(folder: string) {
    super(
      `Another Hearth runs on this data folder (${folder}). Stop it first, or use another folder with HEARTH_DATA_DIR.`,
    );
    this.name = "DatabaseLocked";
  }
}

/** The address names no database that we know. */
export class DatabaseUrlError extends Error {
  readonly code = "database_url";
  constructor(scheme: string) {
    super(`DATABASE_URL must begin with pglite:// or postgres://, not with ${scheme}.`);
    this.name = "DatabaseUrlError";
  }
}

/** A statement inside failed, somebody caught that, and nothing could be committed any more. */
export class TransactionAborted extends Error {
  readonly code = "transaction_aborted";
  constructor() {
    super("The transaction could not commit: a statement in it had failed and was caught.");
    this.name = "TransactionAborted";
  }
}

/** PostgreSQL's SQLSTATE for a disk without room. The statement's transaction is rolled back; reading goes on. */
const DISK_FULL = "53100";

/** Whether a statement failed because the database's disk is full. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === DISK_FULL;

/** SQLSTATEs of a value that no column can hold: U+0000, half a surrogate pair, a number out of range. */
const UNSTORABLE = new Set(["22003", "22021", "22P02", "22P05"]);

/** Whether a statement failed because of what a value holds; trying again can't help. */
export const isUnstorable = (error: unknown): boolean =>
  error instanceof Error && "code" in error && UNSTORABLE.has(String(error.code));

/** PostgreSQL's SQLSTATE for a second row where one may be. */
const DUPLICATE = "23505";

/** Whether a statement failed because that unique index or key has such a row. */
export const isDuplicate = (error: unknown, constraint: string): boolean =>
  error instanceof Error &&
  "code" in error &&
  error.code === DUPLICATE &&
  "constraint" in error &&
  error.constraint === constraint;

/** Whether a statement failed over a regular expression that can't be read (SQLSTATE 2201B). */
export const isBadPattern = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "2201B";
