/**
 * Frames of one job as one task of the remote platform: sources up, submit, look every ten seconds, results down, each
 * frame delivered as soon as its file is there. Stopped as soon as nobody wants any of its frames.
 */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { RemoteFarm } from "#lib/client/index.ts";
import type { RemoteTask } from "#lib/contract/qarnot/remote.ts";
import { spansOf } from "#lib/contract/translate/ranges.ts";
import { taskFromSettings } from "#lib/contract/translate/settings.ts";
import { minorVersion } from "#lib/domain/node.ts";
import { isBrowserImage } from "#lib/domain/output.ts";
import type { Log } from "#lib/log.ts";
import { pause } from "#lib/time.ts";
import { checkPicture } from "../blender/image-check.ts";
import type { SandboxWay } from "../blender/sandbox.ts";
import type { SourceCache } from "../cache.ts";
import type { RenderLease } from "#lib/contract/farm/nodes.ts";
import type { InHand } from "../hands.ts";
import { failureOf } from "../render-frame.ts";
import type { ReportBuffer } from "../report-buffer.ts";
import type { RemoteStorage } from "./remote-storage.ts";
import { makeSmallPictures } from "./small-picture.ts";

/** No client of that platform asks more often, and it has no other way to tell. Units: milliseconds. */
export const POLL_MS = 10_000;
/** A remote that can't be reached for this long has lost the task. Units: milliseconds. */
const PATIENCE_MS = 10 * 60_000;
const ENDED = new Set(["Success", "Failure", "Cancelled"]);

export interface RemoteJobTools {
  remote: RemoteFarm;
  storage: RemoteStorage;
  cache: SourceCache;
  reports: ReportBuffer;
  profiles: readonly string[];
  /** Marks the tasks of this bridge, so that a new start finds those that an old one left. */
  tag: string;
  /** Null: nothing can be run safely here, so there are no small pictures. */
  way: SandboxWay | null;
  log: Log;
  signal: AbortSignal;
}

type RenderInHand = InHand<RenderLease>;
type Instance = RemoteTask["completedInstances"][number];

/** Never throws: what goes wrong is reported for each frame that is still wanted. */
export async function runRemoteJob(frames: readonly RenderInHand[], tools: RemoteJobTools): Promise<void> {
  const { remote, log } = tools;
  const open = new Map(frames.map((frame) => [frame.leased.frame, frame]));
  const isWanted = (frame: RenderInHand) => !frame.stop.signal.aborted;
  /** Fires when nobody wants any of the frames, or the bridge leaves. */
  const over = new AbortController();
  const look = () => {
    if (tools.signal.aborted || ![...open.values()].some(isWanted)) over.abort();
  };
  for (const { stop } of frames) stop.signal.addEventListener("abort", look, { once: true });
  tools.signal.addEventListener("abort", look, { once: true });
  const bucket = `hearth-results-${randomUUID()}`;
  let uuid: string | null = null;
  let hasEnded = false;

  const failAll = (error: unknown) => {
    const { code, message } = failureOf(error);
    for (const frame of open.values()) {
      if (!isWanted(frame)) continue;
      const cost = { seconds: 0, coreSeconds: 0, peakMemoryBytes: null, log: logOf(uuid) };
      tools.reports.send({ kind: "failed", frame, cost, failure: code, message }, null);
    }
    open.clear();
  };

  try {
    for (const frame of frames) frame.phase = "fetching";
    uuid = await submit(frames, bucket, tools, over.signal);
    log.info("bridge.submitted", { uuid, frames: frames.length });
    let heard = Date.now();
    while (open.size > 0 && !over.signal.aborted) {
      await pause(POLL_MS, over.signal);
      if (over.signal.aborted) break;
      const task = await remote.tasks
        .get({ params: { uuid }, signal: over.signal })
        .catch((error: unknown) => {
          if (over.signal.aborted || Date.now() - heard > PATIENCE_MS) throw error;
          return null;
        });
      if (task === null) continue;
      heard = Date.now();
      hasEnded = ENDED.has(task.state);
      showProgress(task, open);
      await takeResults({ task, open, bucket, hasEnded }, tools, over.signal);
      if (hasEnded && open.size > 0)
        throw new Error(
          task.errors.map((e) => e.message).find(Boolean) ??
            `The remote platform ended the task (${task.state}) without this frame's picture.`,
        );
    }
  } catch (error) {
    if (!over.signal.aborted) failAll(error);
  } finally {
    tools.signal.removeEventListener("abort", look);
    await leave(uuid, hasEnded, bucket, tools);
  }
}

async function submit(
  frames: readonly RenderInHand[],
  bucket: string,
  tools: RemoteJobTools,
  signal: AbortSignal,
): Promise<string> {
  const lease = frames[0]?.lease;
  if (lease === undefined) throw new Error("A task without frames.");
  const { source, settings } = lease;
  const sourceBucket = `hearth-source-${source.hash
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 40)}`;
  await tools.storage.fill(sourceBucket, await tools.cache.get(source, signal), signal);
  await tools.storage.makeBucket(bucket, signal);
  const versioned = `blender-${minorVersion(lease.blenderVersion)}`;
  const { uuid } = await tools.remote.tasks.submit({
    body: {
      ...taskFromSettings({
        name: `Hearth ${lease.jobId}`,
        bucket: sourceBucket,
        settings: { ...settings, blendFile: source.mainFile ?? settings.blendFile },
      }),
      profile: tools.profiles.includes(versioned) ? versioned : "blender",
      resultBucket: bucket,
      advancedRanges: spansOf(frames.map((frame) => frame.leased.frame)),
      tags: [tools.tag],
    },
    signal,
  });
  return uuid;
}

function showProgress(task: RemoteTask, open: ReadonlyMap<number, RenderInHand>): void {
  for (const running of task.status?.runningInstancesInfo?.perRunningInstanceInfo ?? []) {
    const frame = open.get(running.instanceId);
    if (frame === undefined) continue;
    frame.phase =
      running.phase === "upload" ? "uploading" : running.phase === "execution" ? "rendering" : "fetching";
    Object.assign(frame, { done: Math.round(running.progress), total: 100 });
    frame.memoryBytes = running.currentMemoryMB > 0 ? running.currentMemoryMB * 2 ** 20 : null;
  }
}

/** Shape: "renders/0012.png" → 12; null for what is no frame. */
export function frameOfKey(key: string): number | null {
  // A minus belongs to the number only where the name begins with it; else it is a dash.
  const match = /(?:^|\/)(-\d+)\.\w+$|(\d+)\.\w+$/.exec(key);
  return match === null ? null : Number(match[1] ?? match[2]);
}

async function takeResults(
  at: { task: RemoteTask; open: Map<number, RenderInHand>; bucket: string; hasEnded: boolean },
  tools: RemoteJobTools,
  signal: AbortSignal,
): Promise<void> {
  const { task, open, bucket } = at;
  const done = new Map(task.completedInstances.map((instance) => [instance.instanceId, instance]));
  if (![...open.keys()].some((frame) => done.has(frame))) return;
  const keys = new Map<number, string>();
  for (const key of await tools.storage.keys(bucket, signal)) {
    const number = frameOfKey(key);
    if (number !== null) keys.set(number, key);
  }
  for (const [number, frame] of open) {
    const instance = done.get(number);
    if (instance === undefined) continue;
    const key = keys.get(number);
    if (instance.state === "Failure") {
      open.delete(number);
      const message = instance.error?.message ?? "The remote platform could not render the frame.";
      const report = { frame, cost: costOf(instance, task.uuid) };
      tools.reports.send({ kind: "failed", ...report, failure: "script_error", message }, null);
    } else if (key !== undefined) {
      open.delete(number);
      await deliver(frame, { instance, key, bucket, uuid: task.uuid }, tools, signal);
    }
    // Else: rendered, and its file is still on the way to the bucket.
  }
}

async function deliver(
  frame: RenderInHand,
  from: { instance: Instance; key: string; bucket: string; uuid: string },
  tools: RemoteJobTools,
  signal: AbortSignal,
): Promise<void> {
  const cost = costOf(from.instance, from.uuid);
  const folder = await tools.reports.folderFor(frame);
  try {
    const output = join(folder, "output");
    frame.phase = "uploading";
    await tools.storage.fetch(from.bucket, from.key, output, signal);
    const name = frame.leased.fileName;
    const sizeBytes = await checkPicture(output, name);
    const none = Promise.resolve({ thumbnail: null, preview: null });
    const needsPreview = !isBrowserImage(name);
    const { way } = tools;
    const pictures =
      way === null ? none : makeSmallPictures({ way, picture: output, name, folder, needsPreview, signal });
    tools.reports.send(
      { kind: "finished", frame, cost, output, sizeBytes, pictures: pictures.catch(() => none) },
      folder,
    );
  } catch (error) {
    if (signal.aborted) throw error;
    const { code, message } = failureOf(error);
    tools.reports.send({ kind: "failed", frame, cost, failure: code, message }, folder);
  }
}

/** One credit is one core-minute here as there: the payload's time on its cores. */
const costOf = (instance: Instance, uuid: string) => ({
  seconds: instance.execTimeSec,
  coreSeconds: instance.execTimeSec * Math.max(1, instance.coreCount),
  peakMemoryBytes: instance.peakMemoryMB > 0 ? Math.round(instance.peakMemoryMB * 2 ** 20) : null,
  log: logOf(uuid),
});

const logOf = (uuid: string | null): string =>
  uuid === null
    ? "The frame never reached the remote platform."
    : `Rendered on a remote platform as part of its task ${uuid}. It hands out no log of a single frame.`;

/** What nobody wants any more is stopped there, and the pictures are not kept twice. */
async function leave(
  uuid: string | null,
  hasEnded: boolean,
  bucket: string,
  { remote, storage, log }: RemoteJobTools,
): Promise<void> {
  if (uuid === null) return;
  const signal = AbortSignal.timeout(POLL_MS);
  try {
    if (!hasEnded) await remote.tasks.abort({ params: { uuid }, signal });
    await storage.removeBucket(bucket, signal);
  } catch (error) {
    log.warn("bridge.left_behind", { uuid, bucket, error: String(error) });
  }
}
