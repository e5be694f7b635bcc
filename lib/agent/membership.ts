/** What every kind of node does as a member of a farm, whoever renders for it: registers, listens, asks for work, leaves. */
import { watchEvents } from "#lib/client/event-stream.ts";
import { type Farm, FarmError } from "#lib/client/index.ts";
import type { LeaseId, NodeId } from "#lib/domain/ids.ts";
import type { NodeCapabilities } from "#lib/domain/node.ts";
import type { Log } from "#lib/log.ts";
import { pause } from "#lib/time.ts";
import type { Bell } from "./bell.ts";
import type { Hands } from "./hands.ts";

const RETRY_MS = [250, 500, 1000, 2000, 5000];
/** Saying goodbye must not keep a machine from shutting down. Units: milliseconds. */
const LEAVE_MS = 3000;

export interface Membership {
  /** Until the farm knows the node. Whatever was in hand is somebody else's then. */
  register: () => Promise<void>;
  revoke: (leaseId: LeaseId) => void;
  /** Hears of revoked leases, and of work that is about to come. */
  listen(onExpected: () => void): Promise<void>;
  /** Asks while `wants` holds; a farm that is away is asked again, ever more slowly. */
  keepAsking(wants: () => boolean, ask: () => Promise<void>): Promise<void>;
  leave(): Promise<void>;
}

export function joinFarm(options: {
  farm: Farm;
  stream: { baseUrl: string; credential: string };
  nodeId: NodeId;
  nodeName: string;
  capabilities: NodeCapabilities;
  hands: Hands;
  bell: Bell;
  log: Log;
  signal: AbortSignal;
}): Membership {
  const { farm, nodeId, hands, bell, log, signal } = options;
  const waitMs = (failures: number) => RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 5000;

  const register = async () => {
    hands.dropAll();
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        const body = { nodeId, name: options.nodeName, capabilities: options.capabilities };
        await farm.nodes.register({ body, signal });
        log.info("agent.registered", { nodeId });
        return;
      } catch (error) {
        if (failures === 0 && !signal.aborted) log.warn("agent.register_waits", { error: String(error) });
        await pause(waitMs(failures), signal);
      }
    }
  };

  const revoke = (leaseId: LeaseId) => {
    log.info("agent.revoked", { leaseId });
    hands.drop(leaseId);
    bell.ring();
  };

  return {
    register,
    revoke,
    async listen(onExpected) {
      const topics = [`node:${nodeId}`, "work"] as const;
      for await (const message of watchEvents({ ...options.stream, topics, signal })) {
        if (message.type !== "event") continue;
        if (message.event.type === "lease.revoked") revoke(message.event.leaseId);
        else if (message.event.type === "work.expected") onExpected();
      }
    },
    async keepAsking(wants, ask) {
      let failures = 0;
      while (!signal.aborted) {
        if (!wants()) {
          await bell.next(signal);
          continue;
        }
        try {
          await ask();
          failures = 0;
        } catch (error) {
          if (signal.aborted) return;
          if (error instanceof FarmError && error.status === 404) await register();
          await pause(waitMs(failures++), signal);
        }
      }
    },
    async leave() {
      await farm.nodes
        .leave({ params: { nodeId }, signal: AbortSignal.timeout(LEAVE_MS) })
        .catch((error: unknown) => log.warn("agent.left_unheard", { error: String(error) }));
      log.info("agent.left", { nodeId });
    },
  };
}
