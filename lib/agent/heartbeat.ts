/** Tells the farm that the node lives and how far its frames are, and drops what the answer revokes. */
import { type Farm, FarmError } from "#lib/client/index.ts";
import { HEARTBEAT_SECONDS, KEEP_SECONDS } from "#lib/domain/lease.ts";
import type { LeaseId, NodeId } from "#lib/domain/ids.ts";
import type { Log } from "#lib/log.ts";
import { pause } from "#lib/time.ts";
import type { Bell } from "./bell.ts";
import { currentClock } from "./clock.ts";
import type { Hands } from "./hands.ts";
import { readLoad } from "./machine.ts";
import { createTrafficMeter } from "./traffic.ts";

export interface HeartbeatOptions {
  farm: Farm;
  nodeId: NodeId;
  cores: number;
  hands: Hands;
  slots: () => { slots: number; slotsNote: string };
  /** Rings when there is something to tell: a lease came, so that heartbeats begin at once. */
  bell: Bell;
  onRevoked: (leaseId: LeaseId) => void;
  /** The farm does not know the node (any more). */
  register: () => Promise<void>;
  signal: AbortSignal;
  log: Log;
}

export async function keepBeating(options: HeartbeatOptions): Promise<void> {
  const { farm, nodeId, hands, signal, log } = options;
  let isSilent = false;
  const traffic = createTrafficMeter();
  while (!signal.aborted) {
    const leases = hands.progress(traffic(), currentClock());
    try {
      const body = { ...readLoad(options.cores), ...options.slots(), leases };
      const { revoked } = await farm.nodes.heartbeat({ params: { nodeId }, body, signal });
      for (const leaseId of revoked) options.onRevoked(leaseId);
      if (isSilent) log.info("agent.farm_is_back");
      isSilent = false;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof FarmError && error.status === 404) await options.register();
      else if (!isSilent) log.warn("agent.farm_is_away", { error: String(error) });
      isSilent = !(error instanceof FarmError && error.status === 404);
    }
    if (leases.length > 0) await pause(HEARTBEAT_SECONDS * 1000, signal);
    // An idle node's longer wait ends early when work arrives.
    else await options.bell.next(signal, KEEP_SECONDS * 1000);
  }
}
