/**
 * Live events into the cache. A job's change is taken when nothing is missing before it; otherwise the job is asked for
 * again. Frames are kept in maps of their own (frame-maps.ts), which ask for just what they lack.
 */
import type { QueryClient } from "@tanstack/react-query";
import type { FarmEvent } from "#lib/contract/events.ts";
import type { Account } from "#lib/contract/farm/accounts.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { FarmStatus, Node } from "#lib/contract/farm/nodes.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import type { JobChange } from "#lib/contract/packed/delta.ts";
import { applyPatch } from "#lib/contract/packed/job-patch.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { FrameMaps } from "./frame-maps.ts";
import { keys } from "./keys.ts";
import type { ProgressStore } from "./progress-store.ts";

/** The account's own figures. Units: micro-credits. */
export function takeCredits(client: QueryClient, balance: number, held: number): void {
  client.setQueryData<Account>(keys.me, (known) => known && { ...known, balance, held });
  void client.invalidateQueries({ queryKey: keys.ledger });
}

/** A job's newest snapshot into its page and its row; an unknown one comes first, as the newest. */
export function takeJob(client: QueryClient, job: Job): void {
  const newer = (known: Job) => (job.revision > known.revision ? job : known);
  askAgainIfAsking(client, keys.job(job.id));
  client.setQueryData<Job>(keys.job(job.id), (known) => known && newer(known));
  client.setQueryData<Job[]>(keys.jobs, (known) => {
    if (known === undefined) return undefined;
    const at = known.findIndex((j) => j.id === job.id);
    if (at < 0) return [job, ...known].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    const row = known[at] as Job;
    return newer(row) === row ? known : known.with(at, job);
  });
}

/**
 * An answer that is under way may be older than this event and would put the old state back over it: it is asked for again.
 */
function askAgainIfAsking(client: QueryClient, key: readonly unknown[]): void {
  if (client.getQueryState(key)?.fetchStatus === "fetching")
    void client.invalidateQueries({ queryKey: key, exact: true });
}

/** What of a job changed, into its page and its row; who has an older one than the change fits on asks again. */
export function takePatch(
  client: QueryClient,
  jobId: JobId,
  change: Pick<JobChange, "since" | "revision" | "patch">,
): void {
  const { since, revision } = change;
  const patch = change.patch ?? {};
  const patched = (known: Job): Job | null => {
    if (revision <= known.revision) return known;
    return since > known.revision ? null : applyPatch(known, patch, revision);
  };
  askAgainIfAsking(client, keys.job(jobId));
  const known = client.getQueryData<Job>(keys.job(jobId));
  if (known !== undefined) {
    const next = patched(known);
    if (next === null) void client.invalidateQueries({ queryKey: keys.job(jobId), exact: true });
    else client.setQueryData<Job>(keys.job(jobId), next);
  }
  const list = client.getQueryData<Job[]>(keys.jobs);
  if (list === undefined) return;
  const at = list.findIndex((job) => job.id === jobId);
  if (at < 0) {
    // The first that is told of a job is all of it: a new one comes into the list without a question.
    if (patch.rest?.createdAt !== undefined)
      takeJob(client, applyPatch({ ...patch.rest, id: jobId, counts: {} } as Job, patch, revision));
    return;
  }
  const next = patched(list[at] as Job);
  if (next === null) void client.invalidateQueries({ queryKey: keys.jobs, exact: true });
  else if (next !== list[at]) client.setQueryData<Job[]>(keys.jobs, list.with(at, next));
}

/** All that the gateway tells of a watched job: its frames, its figures, and how far running ones are. */
export function applyChange(
  client: QueryClient,
  { progress, maps }: { progress: ProgressStore; maps: FrameMaps },
  jobId: JobId,
  change: JobChange,
): void {
  // A message of progress alone has no revision.
  if (change.revision > 0) {
    const { frames } = change;
    if (frames !== "many")
      progress.drop(
        jobId,
        frames.filter((f) => f.state !== "active").map((f) => f.frame),
      );
    maps.take(jobId, change);
    takePatch(client, jobId, change);
    refreshDetails(client, jobId, frames);
  }
  if (change.progress.length > 0) progress.put(jobId, change.progress);
}

/** The large view has a log and attempts that a map has not. */
function refreshDetails(client: QueryClient, jobId: JobId, frames: JobChange["frames"]): void {
  if (frames === "many") {
    void client.invalidateQueries({ queryKey: [...keys.job(jobId), "frame"] });
    return;
  }
  for (const { frame } of frames) {
    const queryKey = keys.frame(jobId, frame);
    if (client.getQueryState(queryKey) !== undefined)
      void client.invalidateQueries({ queryKey, exact: true });
  }
}

/** Takes in what comes as the platform tells it. A job's changes come packed; see applyChange. */
export function applyEvent(client: QueryClient, event: FarmEvent): void {
  switch (event.type) {
    case "job.changed":
      takeJob(client, event.job);
      return;
    case "frames.changed":
    case "frame.progress":
      return;
    case "project.changed":
      client.setQueryData<Project>(keys.project(event.project.id), event.project);
      client.setQueryData<Project[]>(keys.projects, (known) =>
        known?.map((p) => (p.id === event.project.id ? event.project : p)),
      );
      return;
    case "credits.changed":
      takeCredits(client, event.balance, event.held);
      return;
    case "node.changed":
      client.setQueryData<Node[]>(keys.nodes, (known) => {
        if (known === undefined) return undefined;
        const at = known.findIndex((n) => n.id === event.node.id);
        return at < 0 ? [...known, event.node] : known.with(at, event.node);
      });
      return;
    case "farm.changed":
      client.setQueryData<FarmStatus>(keys.farm, event.status);
      return;
    case "quote.changed":
      void client.invalidateQueries({ queryKey: keys.quote(event.quoteId), exact: true });
      return;
    case "quote.decided":
      void client.invalidateQueries({ queryKey: keys.quotes });
      void client.invalidateQueries({ queryKey: keys.quote(event.quoteId), exact: true });
      return;
    case "share.changed":
      void client.invalidateQueries({ queryKey: keys.shares(event.jobId), exact: true });
      return;
    case "scene-model.changed":
      void client.invalidateQueries({ queryKey: keys.sceneModel(event.modelId), exact: true });
      return;
    case "cap.neared":
      // The job's own change says it to its page; who listens for it tells people (realtime.ts).
      return;
    case "sessions.ended":
    case "lease.revoked":
    case "work.expected":
      // For the gateway and for nodes; pages show nothing of them.
      return;
    default:
      event satisfies never;
  }
}
