/** Opens a database by its address: the scheme is the only thing that tells the engines apart. */
import type { Log } from "#lib/log.ts";
import type { Database } from "./database.ts";
import { DatabaseUrlError } from "./errors.ts";

/**
 * Shape:  pglite:///abs/folder · pglite://./relative/folder · pglite://memory · postgres://user@host/name
 * Errors: DatabaseUrlError, DatabaseLocked, or what PostgreSQL answers when it can't be reached.
 */
export async function openDatabase(url: string, options: { log: Log }): Promise<Database> {
  const scheme = /^([a-z]+):\/\//.exec(url)?.[1] ?? "";
  switch (scheme) {
    case "pglite": {
      const folder = decodeURIComponent(url.slice("pglite://".length));
      // Loaded only when asked for: each engine costs memory.
      const { openPglite } = await import("./pglite.ts");
      return openPglite(folder === "memory" ? null : folder, options);
    }
    case "postgres":
    case "postgresql": {
      const { openPostgres } = await import("./postgres.ts");
      return openPostgres(url, options);
    }
    default:
      throw new DatabaseUrlError(scheme === "" ? url : scheme);
  }
}
