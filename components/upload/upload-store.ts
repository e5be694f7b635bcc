/**
 * The upload that runs in this window, outside React: it goes on while the artist looks at other pages, and asks before
 * the window is closed.
 */
import type { QueryClient } from "@tanstack/react-query";
import { farm } from "#components/shell/farm-client.ts";
import type { Project, Upload } from "#lib/contract/farm/projects.ts";
import { keys } from "#lib/queries/keys.ts";
import { forgetFile, keepFile } from "./kept-files.ts";
import { createSpeedometer, storedBytes, timeLeft } from "./plan.ts";
import { runUpload } from "./run-upload.ts";
import { requireSameFile } from "./same-file.ts";

export interface UploadView {
  status: "idle" | "comparing" | "sending" | "paused" | "checking" | "failed" | "done";
  name: string;
  sizeBytes: number;
  sentBytes: number;
  bytesPerSecond: number;
  secondsLeft: number | null;
  /** Why it waits, in words. */
  trouble: string | null;
  /** Why it ended, in words. */
  problem: string | null;
  project: Project | null;
}

const IDLE: UploadView = {
  status: "idle",
  name: "",
  sizeBytes: 0,
  sentBytes: 0,
  bytesPerSecond: 0,
  secondsLeft: null,
  trouble: null,
  problem: null,
  project: null,
};

/** Drawing more often is a waste: nobody reads faster. Units: milliseconds. */
const DRAW_MS = 200;

let view: UploadView = IDLE;
let current: { upload: Upload; file: File; stop: AbortController } | null = null;
const listeners = new Set<() => void>();

function become(change: Partial<UploadView>): void {
  view = { ...view, ...change };
  for (const changed of listeners) changed();
}

export const uploadView = (): UploadView => view;
export const idleView = (): UploadView => IDLE;
export function onUpload(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function createDrawing(sizeBytes: number): (sent: number) => void {
  const speedometer = createSpeedometer();
  let drawnAt = 0;
  return (sent) => {
    const now = Date.now();
    if (now - drawnAt < DRAW_MS && sent < sizeBytes) return;
    drawnAt = now;
    const bytesPerSecond = speedometer.at(now, sent);
    become({ sentBytes: sent, bytesPerSecond, secondsLeft: timeLeft(sizeBytes - sent, bytesPerSecond) });
    if (sent >= sizeBytes) become({ status: "checking" });
  };
}

async function go(client: QueryClient, upload: Upload, file: File, isResumed: boolean): Promise<void> {
  const stop = new AbortController();
  current = { upload, file, stop };
  const sentBytes = storedBytes(upload);
  const { name, sizeBytes } = upload;
  become({ ...IDLE, status: isResumed ? "comparing" : "sending", name, sizeBytes, sentBytes });
  window.addEventListener("beforeunload", askBeforeLeaving);
  try {
    if (isResumed) await requireSameFile(upload, file, stop.signal);
    become({ status: "sending" });
    const onBytes = createDrawing(upload.sizeBytes);
    const onTrouble = (trouble: string | null) => become({ trouble });
    const project = await runUpload({ farm, upload, file, signal: stop.signal, onBytes, onTrouble });
    await forgetFile(upload.id);
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

export async function continueUpload(client: QueryClient): Promise<void> {
  if (current !== null) await resumeUpload(client, current.upload, current.file);
}

/** Gives it up and removes its parts. */
export async function cancelUpload(client: QueryClient): Promise<void> {
  const given = current?.upload;
  current?.stop.abort();
  current = null;
  become(IDLE);
  if (given === undefined) return;
  await forgetFile(given.id);
  await farm.uploads.cancel({ params: { uploadId: given.id } });
  await client.invalidateQueries({ queryKey: keys.uploads });
}

/** Back to an empty drop zone. */
export function clearUpload(): void {
  if (current === null) become(IDLE);
}
