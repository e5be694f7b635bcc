/** Timing of leases, in one place because node, platform and queue must agree. Units: seconds. */

/** How often a node says that it lives and how far it is. Once a second feels live and costs little. */
export const HEARTBEAT_SECONDS = 1;
/** How often a heartbeat is written down; between, it only carries progress. */
export const KEEP_SECONDS = 3;
/** Silence after which a node's frames are given to others: the queue's least, four missed keeps. */
export const LEASE_SECONDS = 12;
/** Longest wait of a node for work in one request: below the 30 s at which proxies lose patience. */
export const ACQUIRE_WAIT_SECONDS = 25;
/** Work a node takes at once: long enough that asking is free, short enough that others get their share. */
export const CHUNK_SECONDS = 8;

/**
 * How many frames one lease takes: about CHUNK_SECONDS of work, and never so many that the last node
 * works alone while the others wait (guided self-scheduling: half of an even share).
 */
export function framesPerLease(facts: {
  remaining: number;
  slots: number;
  secondsPerFrame: number | null;
}): number {
  if (facts.secondsPerFrame === null) return 1;
  const byTime = Math.floor(CHUNK_SECONDS / Math.max(0.05, facts.secondsPerFrame));
  const byShare = Math.floor(facts.remaining / (2 * Math.max(1, facts.slots)));
  return Math.max(1, Math.min(byTime, byShare));
}
