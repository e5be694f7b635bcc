/**
 * Live events into the cache. A job's snapshot is taken when it is newer; a list of changed frames only when nothing is
 * missing before it, otherwise the frames are fetched again.
 *
 * One change may be told twice under one revision (its frames and its job). So frames remember two numbers: `revision`,
 * up to which nothing is missing, and `framesRevision`, the last list of frames taken in.
 */
import type { QueryClient } from "@tanstack/react-query";
import type { FarmEvent, Topic } from "#lib/contract/events.ts";
import type { Account } from "#lib/contract/farm/accounts.ts";
import type { Frame, FrameDetail, FrameProgress, Job } from "#lib/contract/farm/jobs.ts";
import type { FarmStatus, Node } from "#lib/contract/farm/nodes.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { keys } from "./keys.ts";
import type { ProgressStore } from "./progress-store.ts";

export interface CachedFrames {
  revision: number;
  framesRevision: number;
  frames: Frame[];
  progress: FrameProgress[];
}

type FramesChanged = Extract<FarmEvent, { type: "frames.changed" }>;

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

/** Index of a frame in the ordered list, or -1. */
function placeOf(frames: readonly Frame[], frame: number): number {
  let low = 0;
  let high = frames.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = (frames[middle] as Frame).frame;
    if (found === frame) return middle;
    if (found < frame) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Frames with the changed ones in their places; those that are not in the list (a row's strip) are left out. */
function replaceFrames(frames: Frame[], changed: readonly Frame[]): Frame[] {
  const next = frames.slice();
  for (const frame of changed) {
    const at = placeOf(next, frame.frame);
    if (at >= 0) next[at] = frame;
  }
  return next;
}

/**
 * An answer that is under way may be older than this event and would put the old state back over it: it is asked for again.
 */
function askAgainIfAsking(client: QueryClient, key: readonly unknown[]): void {
  if (client.getQueryState(key)?.fetchStatus === "fetching")
    void client.invalidateQueries({ queryKey: key, exact: true });
}

function takeFrames(client: QueryClient, event: FramesChanged, key: readonly unknown[]): void {
  askAgainIfAsking(client, key);
  const known = client.getQueryData<CachedFrames>(key);
  if (known === undefined || event.revision <= known.framesRevision) return;
  if (event.frames === "many" || event.since > known.revision) {
    void client.invalidateQueries({ queryKey: key, exact: true });
    return;
  }
  client.setQueryData<CachedFrames>(key, {
    ...known,
    frames: replaceFrames(known.frames, event.frames),
    framesRevision: event.revision,
    revision: Math.max(known.revision, event.revision),
  });
}

/** The job changed and its frames did not, or tell so themselves: nothing is missing up to here. */
function coverFrames(client: QueryClient, jobId: JobId, since: number, revision: number): void {
  for (const key of [keys.frames(jobId), keys.strip(jobId)]) {
    const known = client.getQueryData<CachedFrames>(key);
    if (known !== undefined && since <= known.revision && revision > known.revision)
      client.setQueryData<CachedFrames>(key, { ...known, revision });
  }
}

/** The large view has a log and attempts that the list has not. */
function refreshDetails(client: QueryClient, event: FramesChanged): void {
  if (event.frames === "many") {
    void client.invalidateQueries({ queryKey: [...keys.job(event.jobId), "frame"] });
    return;
  }
  for (const frame of event.frames) {
    const key = keys.frame(event.jobId, frame.frame);
    client.setQueryData<FrameDetail>(key, (known) => known && { ...known, ...frame });
    void client.invalidateQueries({ queryKey: key, exact: true });
  }
}

/**
 * Takes one event in. `progress` is where frames' own progress is kept. `topic` is what it was told under: a job's changes
 * come under its account as well, but its frames' only under the job, so only there does silence mean "nothing missing".
 */
export function applyEvent(
  client: QueryClient,
  progress: ProgressStore,
  event: FarmEvent,
  topic: Topic,
): void {
  switch (event.type) {
    case "job.changed":
      takeJob(client, event.job);
      if (topic === `job:${event.jobId}`) coverFrames(client, event.jobId, event.since, event.revision);
      return;
    case "frames.changed":
      if (event.frames !== "many")
        progress.drop(
          event.jobId,
          event.frames.filter((f) => f.state !== "active").map((f) => f.frame),
        );
      takeFrames(client, event, keys.frames(event.jobId));
      takeFrames(client, event, keys.strip(event.jobId));
      refreshDetails(client, event);
      return;
    case "frame.progress":
      progress.put(event.jobId, event.frames);
      return;
    case "project.changed":
      client.setQueryData<Project>(keys.project(event.project.id), event.project);
      client.setQueryData<Project[]>(keys.projects, (known) =>
        known?.map((p) => (p.id === event.project.id ? event.project : p)),
      );
      return;
    case "credits.changed":
      client.setQueryData<Account>(
        keys.me,
        (known) => known && { ...known, balance: event.balance, held: event.held },
      );
      void client.invalidateQueries({ queryKey: keys.ledger });
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
