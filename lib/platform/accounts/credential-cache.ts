/**
 * Who stands behind a token, remembered for some seconds so that a heartbeat costs no query.
 * Revoking and disabling forget at once here, and by NOTIFY on the other platforms.
 */
import type { Clock } from "#lib/time.ts";
import type { Actor } from "../context.ts";
import type { Database } from "../db/database.ts";

const TTL_MS = 10_000;
const MAX_ENTRIES = 20_000;
const CHANNEL = "credentials";

export interface CredentialCache {
  get(hash: string): Actor | undefined;
  set(hash: string, actor: Actor): void;
  /** Forgets everything known, everywhere; cheap, and rare enough. Await it before answering. */
  forget(): Promise<void>;
  /** Called when credentials changed: streams that stand on one look again. */
  onForget(heard: () => void): () => void;
  close(): Promise<void>;
}

export async function openCredentialCache(db: Database, clock: Clock): Promise<CredentialCache> {
  const known = new Map<string, { actor: Actor; until: number }>();
  const listeners = new Set<() => void>();
  const clear = () => {
    known.clear();
    for (const heard of listeners) heard();
  };
  const unlisten = await db.listen(CHANNEL, clear);
  return {
    get(hash) {
      const entry = known.get(hash);
      return entry !== undefined && entry.until > clock.now() ? entry.actor : undefined;
    },
    set(hash, actor) {
      if (known.size >= MAX_ENTRIES) known.clear();
      known.set(hash, { actor, until: clock.now() + TTL_MS });
    },
    async forget() {
      clear();
      await db.notify(CHANNEL, "");
    },
    onForget(heard) {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
    close: unlisten,
  };
}
