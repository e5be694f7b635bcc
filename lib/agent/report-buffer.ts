/**
 * Finished and failed frames on their way to the farm. They are kept on disk, in order, while the farm or its storage is
 * away; rendering goes on meanwhile. What a dead lease delivers is thrown away.
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Farm } from "#lib/client/index.ts";
import { FarmError } from "#lib/client/index.ts";
import type { FailureCode } from "#lib/domain/frame.ts";
import type { Log } from "#lib/log.ts";
import { pause } from "#lib/time.ts";
import { type FrameInHand, isRender } from "./hands.ts";
import { storeRun } from "./script/deliver.ts";
import { removeFolder } from "./script/folder.ts";
import type { ResultFile } from "./script/results.ts";
import { putFile, TransferError } from "./transfer.ts";

/** Frames that travel at once; more gains nothing on one line. */
const PARALLEL = 4;
const RETRY_MS = [100, 250, 500, 1000, 2000, 5000];
/** A storage that refuses (not: is away) is asked this often. */
const REFUSALS = 3;

type Streams = { stdoutBytes: number; stderrBytes: number };

interface Cost {
  seconds: number;
  coreSeconds: number;
  peakMemoryBytes: number | null;
  joules?: number | undefined;
  setupCoreSeconds?: number;
  samplingCoreSeconds?: number;
  isCold?: boolean;
  log: string;
  errorLog?: string;
}

export type Report = { frame: FrameInHand; cost: Cost } & (
  | {
      kind: "finished";
      /** Paths in the report's own folder; thumbnail and preview may still be in the making. */
      output: string;
      sizeBytes: number;
      pictures: Promise<{ thumbnail: string | null; preview: string | null }>;
    }
  | { kind: "ran"; results: readonly ResultFile[]; run: Printed }
  | {
      kind: "failed";
      failure: FailureCode;
      message: string;
      /** Of a command, where it ran at all. */
      run?: Printed;
    }
);

/** What a command printed. */
interface Printed {
  stdout: Buffer;
  stderr: Buffer;
}

export interface ReportBuffer {
  /** A folder for one frame's files; removed when its report is delivered or dropped. */
  folderFor(frame: FrameInHand): Promise<string>;
  /** Never throws; the frame leaves the hands when its report is delivered or nobody wants it. */
  send(report: Report, folder: string | null): void;
  /** Reports not yet delivered. */
  waiting(): number;
  /** Resolves when nothing waits. */
  drained(): Promise<void>;
}

export async function openReportBuffer(options: {
  folder: string;
  farm: Farm;
  log: Log;
  signal: AbortSignal;
  onDone: (frame: FrameInHand) => void;
}): Promise<ReportBuffer> {
  const { farm, log } = options;
  // A node that starts holds nothing: what an earlier run left belongs to leases that are over.
  await removeFolder(options.folder);
  await mkdir(options.folder, { recursive: true });
  const queue: { report: Report; folder: string | null }[] = [];
  const running = new Set<Promise<void>>();
  let sequence = 0;
  let idle: (() => void)[] = [];

  /** Tries until the farm answers, however long it is away. */
  const insist = async (step: string, signal: AbortSignal, action: () => Promise<void>) => {
    for (let failures = 0, refusals = 0; ; failures++) {
      try {
        await action();
        return;
      } catch (error) {
        if (signal.aborted) throw error;
        const passing = isPassing(error);
        if (!passing && (!(error instanceof TransferError) || ++refusals >= REFUSALS)) throw error;
        if (failures === 0) log.warn("agent.report_waits", { step, error: String(error) });
        await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 5000, signal);
      }
    }
  };

  const deliver = async (report: Report): Promise<void> => {
    const { cost } = report;
    const { leaseId } = report.frame.lease;
    const signal = AbortSignal.any([report.frame.stop.signal, options.signal]);
    const params = { leaseId, frame: report.frame.leased.frame };
    const fail = (failure: FailureCode, message: string, streams?: Streams) =>
      insist("fail", signal, () =>
        farm.leases.fail({
          params,
          body: { ...cost, failure, message: message.slice(0, 2000), ...(streams && { streams }) },
          signal,
        }),
      );
    const store = (results: readonly ResultFile[], printed: Printed) =>
      storeRun({ farm, params, results, printed, insist, signal });
    if (report.kind === "failed") {
      // Why it failed is worth more than all that it printed: it is told even when storage takes nothing.
      const streams = report.run && (await store([], report.run).catch(unlessStopped(signal)));
      return fail(report.failure, report.message, streams);
    }
    if (report.kind === "ran") {
      const { results } = report;
      let streams: Streams;
      try {
        streams = await store(results, report.run);
      } catch (error) {
        if (signal.aborted || !(error instanceof TransferError)) throw error;
        return fail("upload_failed", `The results could not be stored. ${error.message}`);
      }
      const files = results.map(({ path, sizeBytes }) => ({ path, sizeBytes }));
      return insist("deliver", signal, () =>
        farm.leases.deliver({ params, body: { ...cost, files, streams }, signal }),
      );
    }
    const { frame } = report;
    if (!isRender(frame)) throw new Error("A command leaves results, not a picture.");
    const put = (url: string, path: string) => insist("upload", signal, () => putFile(url, path, signal));
    let hasThumbnail = false;
    let hasPreview = false;
    try {
      const pictures = async () => {
        const { thumbnail, preview } = await report.pictures;
        hasThumbnail = thumbnail !== null;
        hasPreview = preview !== null;
        await Promise.all([
          thumbnail === null ? null : put(frame.leased.thumbnailUrl, thumbnail),
          preview === null ? null : put(frame.leased.previewUrl, preview),
        ]);
      };
      await Promise.all([put(frame.leased.outputUrl, report.output), pictures()]);
    } catch (error) {
      if (signal.aborted) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      return fail("upload_failed", `The picture could not be stored. ${reason}`);
    }
    await insist("finish", signal, () =>
      farm.leases.finish({
        params,
        body: { ...cost, sizeBytes: report.sizeBytes, hasPreview, hasThumbnail },
        signal,
      }),
    );
  };

  const run = async (report: Report, folder: string | null) => {
    const { frame } = report;
    const facts = { leaseId: frame.lease.leaseId, frame: frame.leased.frame, kind: report.kind };
    try {
      await deliver(report);
      log.info("agent.reported", facts);
    } catch (error) {
      // 409 or 404: the lease is over, the frame is somebody else's. Anything else can't be repaired here either.
      if (!frame.stop.signal.aborted) log.warn("agent.report_dropped", { ...facts, error: String(error) });
    }
    options.onDone(frame);
    if (folder === null) return;
    // A picture's folder is flat and ours; what a command left may be anything, and takes a program to remove.
    if (!isRender(frame)) await removeFolder(folder);
    else await rm(folder, { recursive: true, force: true });
  };

  const pump = () => {
    while (running.size < PARALLEL) {
      const next = queue.shift();
      if (next === undefined) break;
      const going = run(next.report, next.folder)
        .catch((error: unknown) => log.error("agent.report_failed", { error }))
        .finally(() => {
          running.delete(going);
          pump();
        });
      running.add(going);
    }
    if (running.size === 0 && queue.length === 0) for (const wake of idle.splice(0)) wake();
  };

  return {
    async folderFor(frame) {
      const folder = join(options.folder, `${String(++sequence).padStart(8, "0")}-${frame.leased.frame}`);
      await mkdir(folder);
      return folder;
    },
    send(report, folder) {
      report.frame.phase = "uploading";
      queue.push({ report, folder });
      pump();
    },
    waiting: () => queue.length + running.size,
    drained: () =>
      new Promise((resolve) => {
        idle.push(resolve);
        pump();
      }),
  };
}

/** A stopped run tells nobody; everything else is the caller's to live with. */
const unlessStopped = (signal: AbortSignal) => (error: unknown) => {
  if (signal.aborted) throw error;
  return undefined;
};

/** The farm or its storage is away for now: try again. Not: it said no. */
export function isPassing(error: unknown): boolean {
  if (error instanceof TransferError) return error.isPassing;
  if (error instanceof FarmError) return error.status === 0 || error.status === 429 || error.status >= 500;
  return false;
}
