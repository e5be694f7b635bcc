/** A topic is something you may GET: whoever wants to watch asks the platform for the thing with their own credential. */
import { createFarm, FarmError } from "#lib/client/index.ts";
import type { BrowserSession } from "#lib/contract/browser-session.ts";
import type { Topic } from "#lib/contract/events.ts";
import type { WatchReply } from "#lib/contract/realtime.ts";

type Refusal = Extract<WatchReply, { ok: false }>;
export type Permission = { ok: true; revision: number | null } | Refusal;

const refused = (code: Refusal["code"]): Refusal => ({ ok: false, code });

/** Answers as the platform does: a job of somebody else is not found rather than forbidden. */
export async function mayWatch(farmUrl: string, session: BrowserSession, topic: Topic): Promise<Permission> {
  const farm = createFarm({ baseUrl: farmUrl, credential: session.platformToken });
  const id = topic.slice(topic.indexOf(":") + 1);
  try {
    if (topic.startsWith("job:")) {
      const job = await farm.jobs.get({ params: { jobId: id } });
      return { ok: true, revision: job.revision };
    }
    if (topic.startsWith("account:")) {
      const account = await farm.accounts.me();
      return account.id === id ? { ok: true, revision: null } : refused("not_found");
    }
    if (topic === "farm") await farm.farm.status();
    else if (topic === "nodes") await farm.nodes.list();
    // `node:ID` and `work` are for nodes, which do not come through the portal.
    else return refused("not_found");
    return { ok: true, revision: null };
  } catch (error) {
    if (!(error instanceof FarmError)) throw error;
    if (error.code === "unauthorized") return refused("unauthorized");
    if (error.status === 0 || error.status >= 500) return refused("unavailable");
    return refused("not_found");
  }
}
