/** What pages see of the upload that runs in this window: a value outside React, so that it outlives them. */
import type { Project } from "#lib/contract/farm/projects.ts";
import type { ProjectId } from "#lib/domain/ids.ts";
import type { TreeProgress } from "#lib/client/tree/send-tree.ts";
import type { Looked } from "./inspect-file.ts";
import { createSpeedometer, timeLeft } from "./plan.ts";

/** A file that the .blend names and that did not come with it. */
export interface MissingFile {
  /** As the .blend names it. */
  path: string;
  /** Where it would lie in the project; null where that is outside of it. */
  wanted: string | null;
  /** A Git LFS pointer came in its place. */
  isPointer?: boolean;
}

export interface UploadView {
  status: "idle" | "comparing" | "reading" | "sending" | "paused" | "checking" | "failed" | "done";
  /** Under what name the form and the order of this upload are kept until there is a project. */
  key: string;
  name: string;
  /** What the farm had already, and needs no sending. Units: bytes. */
  knownBytes: number;
  sizeBytes: number;
  sentBytes: number;
  bytesPerSecond: number;
  secondsLeft: number | null;
  /** Why it waits, in words. */
  trouble: string | null;
  /** Why it ended, in words. */
  problem: string | null;
  /** The project that it adds to. */
  projectId: ProjectId | null;
  /** What it became. */
  project: Project | null;
  /** The .blend that is rendered. */
  blendFile: string;
  /** What is in the file, as this browser found it; null until it has looked, and where it can't. */
  looked: Looked | null;
  /** Null until the files are compared with what the .blend names. */
  missing: readonly MissingFile[] | null;
  /** Paths that were missing and are on their way now. */
  added: readonly string[];
  /** The page of its project has been shown: coming back to an empty page begins anew. */
  isSettled: boolean;
}

const IDLE: UploadView = {
  status: "idle",
  key: "",
  name: "",
  knownBytes: 0,
  sizeBytes: 0,
  sentBytes: 0,
  bytesPerSecond: 0,
  secondsLeft: null,
  trouble: null,
  problem: null,
  projectId: null,
  project: null,
  blendFile: "",
  looked: null,
  missing: null,
  added: [],
  isSettled: false,
};

let view: UploadView = IDLE;
const listeners = new Set<() => void>();

export const uploadView = (): UploadView => view;
export const idleView = (): UploadView => IDLE;
export function onUpload(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

export function become(change: Partial<UploadView>): void {
  view = { ...view, ...change };
  for (const changed of listeners) changed();
}

/** A new upload: nothing of the last one stays. */
export const becomeNew = (change: Partial<UploadView>): void => become({ ...IDLE, ...change });

/** Whether something is being sent, or waits to go on. */
export const isUnderWay = ({ status }: Pick<UploadView, "status">): boolean =>
  status !== "idle" && status !== "done" && status !== "failed";

/** Drawing more often is a waste: nobody reads faster. Units: milliseconds. */
const DRAW_MS = 200;

/** `isAll`: when it is sent, what remains is the farm's to check. */
export function createDrawing(sizeBytes: number, isAll = true): (sent: number) => void {
  const speedometer = createSpeedometer();
  let drawnAt = 0;
  return (sent) => {
    const now = Date.now();
    if (now - drawnAt < DRAW_MS && sent < sizeBytes) return;
    drawnAt = now;
    const bytesPerSecond = speedometer.at(now, sent);
    become({ sentBytes: sent, bytesPerSecond, secondsLeft: timeLeft(sizeBytes - sent, bytesPerSecond) });
    if (isAll && sent >= sizeBytes) become({ status: "checking" });
  };
}

/** Drawn while files are read and while they are sent: each has its own whole. */
export function drawTree(wholeBytes: number): (progress: TreeProgress) => void {
  let phase: TreeProgress["phase"] | null = null;
  let draw = createDrawing(wholeBytes, false);
  return (progress) => {
    const { missingBytes } = progress;
    if (progress.phase !== phase) {
      phase = progress.phase;
      draw = createDrawing(phase === "reading" ? wholeBytes : missingBytes, false);
      if (phase === "reading") become({ status: "reading", sizeBytes: wholeBytes, sentBytes: 0 });
      else if (phase === "sending")
        become({
          status: "sending",
          sizeBytes: missingBytes,
          sentBytes: 0,
          knownBytes: wholeBytes - missingBytes,
        });
      else become({ status: "checking", sentBytes: missingBytes });
    }
    if (phase !== "assembling") draw(phase === "reading" ? progress.readBytes : progress.sentBytes);
  };
}
