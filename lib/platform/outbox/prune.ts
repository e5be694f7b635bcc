/** Forgets old events. Who comes back later than that fetches again. */
import type { Database } from "../db/database.ts";
import { PRUNED_SETTING } from "./cursor.ts";

/** Units: seconds. Longer than any restart or network cut that should go unnoticed. */
export const KEPT_SECONDS = 3600;

/** Answers how many. The newest always stays: somebody may have seen it last, and nothing was missed since. */
export async function pruneEvents(db: Database, keptSeconds: number = KEPT_SECONDS): Promise<number> {
  return db.transaction(async (tx) => {
    const gone = await tx.query(
      `delete from events where at < now() - $1::float8 * interval '1 second'
       and (txid, id) < (select txid, id from events order by txid desc, id desc limit 1) returning 1`,
      [keptSeconds],
    );
    if (gone.length > 0)
      await tx.query("insert into settings (name, value) values ($1, 'true') on conflict (name) do nothing", [
        PRUNED_SETTING,
      ]);
    return gone.length;
  });
}
