/**
 * The one port to SQL. PGlite and PostgreSQL stand behind it; nothing above knows which.
 * JS types are the same on both: int8 → number when safe, numeric → text, timestamptz → Date, jsonb → parsed.
 */
export interface Sql {
  /** Rows of one statement; `$1` parameters. Arrays are passed as arrays, objects for jsonb as objects. */
  query<Row>(text: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** Inside a transaction. Everything that must commit together is written through the same one. */
export interface Transaction extends Sql {
  readonly isTransaction: true;
  /** Runs after the commit, never after a rollback: for hints and deletions that must not come early. */
  afterCommit(task: () => void): void;
}

export interface Database extends Sql {
  /**
   * One transaction; commits when `run` resolves, rolls back when it throws. Short, and no network inside: PGlite has one
   * connection. A transaction inside one joins it (the queue's statements do, see ../queue/open.ts).
   */
  transaction<T>(run: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Hears NOTIFY on a channel until the returned function is called. A hint, never the truth. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>;
  /** Tells every platform on this database, without writing: payload below 8,000 bytes. */
  notify(channel: string, payload: string): Promise<void>;
  close(): Promise<void>;
}
