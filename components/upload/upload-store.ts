/**
 * The upload that runs in this window, outside React: it goes on while the artist looks at other pages, and asks before
 * the window is closed.
 */
import type { QueryClient } from "@tanstack/react-query";
import { farm } from "#components/shell/farm-client.ts";
import type { Project, Upload } from "#lib/contract/farm/projects.ts";
import { keys } from "#lib/queries/keys.ts";
import type { TreeProgress, TreeToSend } from "#lib/client/tree/send-tree.ts";
import { inspectFile, inspectLocalFile, type Looked } from "./inspect-file.ts";
import { forgetFile, keepFile } from "./kept-files.ts";
import { createSpeedometer, storedBytes, timeLeft } from "./plan.ts";
import { patiently, runUpload } from "./run-upload.ts";
import { requireSameFile } from "./same-file.ts";
import { putBytes } from "./send-part.ts";
import { sha256Hex } from "./sha256.ts";

export interface UploadView {
  status: "idle" | "comparing" | "reading" | "sending" | "paused" | "checking" | "failed" | "done";
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
  project: Project | null;
  /** What is in the file, as this browser found it; null until it has looked, and where it can't. */
  looked: Looked | null;
  /** One file, without those that it may need beside it. */
  isAlone: boolean;
}

const IDLE: UploadView = {
  status: "idle",
  name: "",
  knownBytes: 0,
  sizeBytes: 0,
  sentBytes: 0,
  bytesPerSecond: 0,
  secondsLeft: null,
  trouble: null,
  problem: null,
  project: null,
  looked: null,
  isAlone: true,
};

/** Drawing more often is a waste: nobody reads faster. Units: milliseconds. */
const DRAW_MS = 200;

let view: UploadView = IDLE;
interface Running {
  stop: AbortController;
  /** Goes on after a pause. */
  again: () => Promise<void>;
  /** Removes what was sent. */
  forget: () => Promise<void>;
}
let current: Running | null = null;
const listeners = new Set<() => void>();

function become(change: Partial<UploadView>): void {
  view = { ...view, ...change };
  for (const changed of listeners) changed();
}

/** What this window found in the files that it brought: the form is there before a node has looked. */
const lookedAt = new Map<string, Looked>();
export const lookedAtProject = (projectId: string): Looked | null => lookedAt.get(projectId) ?? null;

export const uploadView = (): UploadView => view;
export const idleView = (): UploadView => IDLE;
export function onUpload(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** `isAll`: when it is sent, what remains is the farm's to check. */
function createDrawing(sizeBytes: number, isAll = true): (sent: number) => void {
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

async function look(file: Blob, name: string, signal: AbortSignal): Promise<void> {
  const looked = await inspectFile(file, name, signal);
  if (!signal.aborted && looked !== null) become({ looked });
}

const onTrouble = (trouble: string | null) => become({ trouble });

/** Runs one upload in this window: asks before it is closed, and ends as done, paused or failed. */
async function hold(
  client: QueryClient,
  running: Running,
  work: (signal: AbortSignal) => Promise<Project>,
): Promise<void> {
  const { stop } = running;
  current = running;
  window.addEventListener("beforeunload", askBeforeLeaving);
  try {
    const project = await work(stop.signal);
    // The live event may have been faster and know more.
    client.setQueryData<Project>(keys.project(project.id), (known) => known ?? project);
    current = null;
    become({ status: "done", project });
  } catch (error) {
    if (stop.signal.aborted) return;
    current = null;
    become({ status: "failed", problem: error instanceof Error ? inWords(error) : "The upload failed." });
  } finally {
    window.removeEventListener("beforeunload", askBeforeLeaving);
    void client.invalidateQueries({ queryKey: keys.uploads });
  }
}

function inWords(error: Error): string {
  if (error.name === "NotReadableError" || error.name === "NotFoundError")
    return "The file can't be read any more: it was changed, moved or deleted on your disk. Choose it again.";
  return error.message;
}

async function go(client: QueryClient, upload: Upload, file: File, isResumed: boolean): Promise<void> {
  const sentBytes = storedBytes(upload);
  const { name, sizeBytes } = upload;
  const looked = view.name === name && view.sizeBytes === sizeBytes ? view.looked : null;
  become({ ...IDLE, status: isResumed ? "comparing" : "sending", name, sizeBytes, sentBytes, looked });
  const running: Running = {
    stop: new AbortController(),
    again: () => resumeUpload(client, upload, file),
    forget: async () => {
      await forgetFile(upload.id);
      await farm.uploads.cancel({ params: { uploadId: upload.id } });
    },
  };
  if (looked === null) void look(file, name, running.stop.signal);
  await hold(client, running, async (signal) => {
    if (isResumed) await requireSameFile(upload, file, signal);
    become({ status: "sending" });
    const onBytes = createDrawing(upload.sizeBytes);
    const project = await runUpload({ farm, upload, file, signal, onBytes, onTrouble });
    await forgetFile(upload.id);
    if (view.looked !== null) lookedAt.set(project.id, view.looked);
    return project;
  });
}

/** Drawn while files are read and while they are sent: each has its own whole. */
function drawTree(wholeBytes: number): (progress: TreeProgress) => void {
  let phase: TreeProgress["phase"] | null = null;
  let draw = createDrawing(wholeBytes, false);
  return (progress) => {
    const { missingBytes } = progress;
    if (progress.phase !== phase) {
      phase = progress.phase;
      draw = createDrawing(phase === "reading" ? wholeBytes : missingBytes, false);
      if (phase === "reading") become({ status: "reading", sizeBytes: wholeBytes });
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

/** Begins to send many files; what the farm has already is not sent. */
export async function beginTree(client: QueryClient, tree: TreeToSend, name: string): Promise<void> {
  const wholeBytes = tree.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  become({ ...IDLE, status: "reading", name, sizeBytes: wholeBytes, isAlone: false });
  const running: Running = {
    stop: new AbortController(),
    again: () => beginTree(client, tree, name),
    // What was sent without becoming a project goes by itself.
    forget: () => Promise.resolve(),
  };
  const main = tree.files.find((file) => file.path === tree.blendFile);
  if (main !== undefined)
    void inspectLocalFile(main).then((looked) => {
      if (!running.stop.signal.aborted && looked !== null) become({ looked });
    });
  const { sendTree } = await import("#lib/client/tree/send-tree.ts");
  void hold(client, running, async (signal) => {
    const put = (url: string, bytes: Uint8Array<ArrayBuffer>, onBytes: (sent: number) => void) =>
      patiently({ signal, onTrouble }, () => putBytes(url, bytes, onBytes, signal));
    const project = await sendTree(tree, {
      farm,
      hash: sha256Hex,
      put,
      signal,
      onProgress: drawTree(wholeBytes),
    });
    client.setQueryData<Project>(keys.project(project.id), project);
    await client.invalidateQueries({ queryKey: keys.projects });
    return project;
  });
}

/** Begins a new upload. Errors: FarmError when the farm refuses it (too large, disk full). */
export async function beginUpload(
  client: QueryClient,
  file: File,
  handle: FileSystemFileHandle | null,
): Promise<void> {
  const upload = await farm.uploads.begin({ body: { name: file.name, sizeBytes: file.size } });
  await keepFile(upload.id, file, handle);
  void go(client, upload, file, false);
}

/** Goes on with an unfinished one, once the file is found to be the same as the parts that are there. */
export async function resumeUpload(client: QueryClient, upload: Upload, file: File): Promise<void> {
  const fresh = await farm.uploads.get({ params: { uploadId: upload.id } });
  void go(client, fresh, file, true);
}

export function pauseUpload(): void {
  current?.stop.abort();
  become({ status: "paused", trouble: null, bytesPerSecond: 0, secondsLeft: null });
}

export async function continueUpload(): Promise<void> {
  await current?.again();
}

/** Gives it up and removes its parts. */
export async function cancelUpload(client: QueryClient): Promise<void> {
  const given = current;
  given?.stop.abort();
  current = null;
  become(IDLE);
  if (given === null) return;
  await given.forget();
  await client.invalidateQueries({ queryKey: keys.uploads });
}

/** Back to an empty drop zone. */
export function clearUpload(): void {
  if (current === null) become(IDLE);
}
