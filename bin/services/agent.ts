/** A render node as a service of this process: runs until it is closed, and says when it could not. */
import { join } from "node:path";
import type { Config } from "#lib/config.ts";
import type { Log } from "#lib/log.ts";
import type { Running } from "./doors.ts";

export interface AgentService extends Running {
  /** Settles when the agent ends; rejects when it ended by itself with an error. */
  ended: Promise<void>;
}

export async function startAgent(facts: {
  farmUrl: string;
  nodeToken: string;
  nodeName: string;
  dataDir: string;
  /** Null: this machine renders. */
  remote: Config["remote"];
  log: Log;
}): Promise<AgentService> {
  const { runAgent } = await import("#lib/agent/index.ts");
  const stop = new AbortController();
  const ended = runAgent({
    baseUrl: facts.farmUrl,
    credential: facts.nodeToken,
    nodeName: facts.nodeName,
    workDir: join(facts.dataDir, "node"),
    remote: facts.remote ?? undefined,
    log: facts.log,
    signal: stop.signal,
  });
  return {
    ended,
    async close() {
      stop.abort();
      await ended.catch((error: unknown) => facts.log.error("agent.failed", { error }));
    },
  };
}
