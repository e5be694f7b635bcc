/** Which job a node works on next. Pure: the order is told here and nowhere else. */
import type { AccountId, JobId, SourceId } from "#lib/domain/ids.ts";
import { type BlenderBuild, match, type NodeCapabilities, type WorkNeeds } from "#lib/domain/node.ts";

export interface Candidate {
  id: JobId;
  accountId: AccountId;
  sourceId: SourceId;
  needs: WorkNeeds;
  createdAt: Date;
  /** Asked for a price: a few small frames that somebody waits for. */
  isProbe: boolean;
  /** Frames of all its account's jobs that render now. */
  accountActive: number;
}

export interface Choice {
  jobId: JobId;
  /** The Blender that renders it; null for a command. */
  build: BlenderBuild | null;
}

/**
 * The jobs that the node can render, best first: probes of a quote before all; then accounts with the fewest frames at work come first (everybody gets a
 * share, whoever queued most); among equals a scene that the node has open, which saves loading it; then the oldest.
 */
export function orderJobs(
  candidates: readonly Candidate[],
  node: NodeCapabilities,
  openSources: ReadonlySet<string>,
): Choice[] {
  const isOpen = (c: Candidate) => (openSources.has(c.sourceId) ? 0 : 1);
  return [...candidates]
    .sort(
      (a, b) =>
        Number(b.isProbe) - Number(a.isProbe) ||
        a.accountActive - b.accountActive ||
        isOpen(a) - isOpen(b) ||
        a.createdAt.getTime() - b.createdAt.getTime() ||
        a.id.localeCompare(b.id),
    )
    .flatMap((candidate) => {
      const fit = match(candidate.needs, node);
      return "build" in fit ? [{ jobId: candidate.id, build: fit.build }] : [];
    });
}
