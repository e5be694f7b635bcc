/**
 * The upload that runs in this window, outside React: it goes on while the artist looks at other pages, and asks before
 * the window is closed.
 */
import type { QueryClient } from "@tanstack/react-query";
import { adoptForm } from "#components/job/kept-form.ts";
import { farm } from "#components/shell/farm-client.ts";
import type { Account } from "#lib/contract/farm/accounts.ts";
import type { Project, Upload } from "#lib/contract/farm/projects.ts";
import { newId } from "#lib/domain/ids.ts";
import { keys } from "#lib/queries/keys.ts";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import type { TreeToSend } from "#lib/client/tree/send-tree.ts";
import { inspectFile, inspectLocalFile, type Looked } from "./inspect-file.ts";
import { forgetFile, keepFile } from "./kept-files.ts";
import { type FolderHandle, forgetTree, keepTree } from "./kept-tree.ts";
import { holdHere } from "./one-window.ts";
import { storedBytes } from "./plan.ts";
import { patiently, runUpload } from "./run-upload.ts";
import { requireSameFile } from "./same-file.ts";
import { putBytes } from "./send-part.ts";
import { originOf } from "./tree/local-files.ts";
import { adoptOrder, orderView, refuseOrder, sendOrder, takeBackOrder } from "./standing-order.ts";
import {
  become,
  becomeNew,
  createDrawing,
  drawTree,
  isUnderWay,
  type MissingFile,
  uploadView,
} from "./upload-view.ts";

interface Running {
  stop: AbortController;
  /** Answers the project; from where it was, after a pause. */
  make: (signal: AbortSignal) => Promise<Project>;
  /** What it became, once it did. */
  made: Project | null;
  /** Files that were added meanwhile: they join the project as its next version. */
  additions: LocalFile[][];
  /** Removes what was sent. */
  forget: () => Promise<void>;
}
let current: Running | null = null;

/** What this window found in the files that it brought: the form is there before a node has looked. */
const lookedAt = new Map<string, { looked: Looked | null; missing: readonly MissingFile[] | null }>();
export const lookedAtProject = (projectId: string) => lookedAt.get(projectId) ?? null;

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

const onTrouble = (trouble: string | null) => become({ trouble });

function inWords(error: Error): string {
  if (error.name === "NotReadableError" || error.name === "NotFoundError")
    return "The file can't be read any more: it was changed, moved or deleted on your disk. Choose it again.";
  return error.message;
}

async function sendFiles(tree: TreeToSend, signal: AbortSignal): Promise<Project> {
  const [{ sendTree }, { openCutter }] = await Promise.all([
    import("#lib/client/tree/send-tree.ts"),
    import("./tree/cutter.ts"),
  ]);
  const wholeBytes = tree.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const put = (url: string, bytes: Uint8Array<ArrayBuffer>, onBytes: (sent: number) => void) =>
    patiently({ signal, onTrouble }, () => putBytes(url, bytes, onBytes, signal));
  const onProgress = drawTree(wholeBytes);
  const cutter = openCutter(signal);
  try {
    return await sendTree(tree, { farm, cut: cutter.cut, put, signal, onProgress });
  } finally {
    cutter.close();
  }
}

/** The project, and then its next version for what was added in between. */
async function work(running: Running): Promise<Project> {
  const { signal } = running.stop;
  let project = running.made ?? (await running.make(signal));
  running.made = project;
  for (let next = running.additions[0]; next !== undefined; next = running.additions[0]) {
    const { blendFile, id: projectId } = project;
    project = await sendFiles({ files: next, blendFile, projectId, adds: true }, signal);
    running.made = project;
    running.additions.shift();
  }
  return project;
}

function settle(client: QueryClient, project: Project): void {
  const { key, looked, missing, projectId } = uploadView();
  // A next version is news; of a new project the live event may have been faster and know more.
  client.setQueryData<Project>(keys.project(project.id), (known) =>
    known?.version === project.version ? known : project,
  );
  if (looked !== null) lookedAt.set(project.id, { looked, missing });
  else if (projectId !== null) lookedAt.delete(projectId);
  if (key.startsWith("tree ")) void forgetTree();
  adoptForm(key, project.id);
  adoptOrder(key, project.id);
  become({ status: "done", project, added: [] });
  void sendOrder(farm, client, project);
}

/** Runs one upload in this window: asks before it is closed, and ends as done, paused or failed. */
async function hold(client: QueryClient, running: Running): Promise<void> {
  const { stop } = running;
  current = running;
  const release = holdHere(uploadView().key);
  window.addEventListener("beforeunload", askBeforeLeaving);
  try {
    const project = await work(running);
    if (stop.signal.aborted) return;
    current = null;
    settle(client, project);
    await client.invalidateQueries({ queryKey: keys.projects, exact: true });
  } catch (error) {
    if (stop.signal.aborted) return;
    current = null;
    const problem = error instanceof Error ? inWords(error) : "The upload failed.";
    become({ status: "failed", problem });
    refuseOrder(uploadView().key, new Error(`Nothing was submitted: ${problem}`));
  } finally {
    release();
    window.removeEventListener("beforeunload", askBeforeLeaving);
    void client.invalidateQueries({ queryKey: keys.uploads });
  }
}

const begun = (running: Pick<Running, "make" | "forget">): Running => ({
  ...running,
  stop: new AbortController(),
  made: null,
  additions: [],
});

/** In the worker where it is a file of its own; a file inside a .zip in the page, piece by piece. */
function inspectAny(file: LocalFile, signal: AbortSignal): Promise<Looked | null> {
  const origin = originOf(file);
  return origin !== null && "file" in origin
    ? inspectFile(origin.file, file.path, signal)
    : inspectLocalFile(file);
}

/** What a lone .blend lacks: everything that it names and that is not inside it. */
async function missingOf(looked: Looked, blendFile: string): Promise<readonly MissingFile[]> {
  if (looked.status !== "read") return [];
  const { missingFrom } = await import("./tree/missing.ts");
  return missingFrom(looked.summary.externalFiles, [blendFile]);
}

async function show(looking: Promise<Looked | null>, key: string): Promise<void> {
  const looked = await looking;
  if (looked === null) return;
  const missing = await missingOf(looked, uploadView().blendFile);
  if (uploadView().key === key) become({ looked, missing: uploadView().missing ?? missing });
}

function makeUpload(upload: Upload, file: File, isResumed: boolean): Running["make"] {
  let wasBegun = isResumed;
  return async (signal) => {
    let fresh = upload;
    if (wasBegun) {
      become({ status: "comparing" });
      fresh = await patiently({ signal, onTrouble }, () =>
        farm.uploads.get({ params: { uploadId: upload.id }, signal }),
      );
      await requireSameFile(fresh, file, signal);
    }
    wasBegun = true;
    become({ status: "sending", sentBytes: storedBytes(fresh) });
    const onBytes = createDrawing(upload.sizeBytes);
    const project = await runUpload({ farm, upload: fresh, file, signal, onBytes, onTrouble });
    await forgetFile(upload.id);
    return project;
  };
}

function go(client: QueryClient, upload: Upload, file: File, looking: Promise<Looked | null> | null): void {
  const { name, sizeBytes } = upload;
  const isResumed = looking === null;
  const key = `upload ${upload.id}`;
  becomeNew({
    status: isResumed ? "comparing" : "sending",
    key,
    name,
    sizeBytes,
    sentBytes: storedBytes(upload),
    blendFile: name,
  });
  const running = begun({
    make: makeUpload(upload, file, isResumed),
    forget: async () => {
      await forgetFile(upload.id);
      await farm.uploads.cancel({ params: { uploadId: upload.id } });
    },
  });
  void show(looking ?? inspectFile(file, name, running.stop.signal), key);
  void hold(client, running);
}

/** Begins a new upload. Errors: FarmError when the farm refuses it (too large, disk full). */
export async function beginUpload(
  client: QueryClient,
  file: File,
  handle: FileSystemFileHandle | null,
): Promise<void> {
  // Read while the farm makes room for it.
  const stop = new AbortController();
  const looking = inspectFile(file, file.name, stop.signal);
  try {
    const upload = await farm.uploads.begin({ body: { name: file.name, sizeBytes: file.size } });
    await keepFile(upload.id, file, handle);
    go(client, upload, file, looking);
  } catch (error) {
    stop.abort();
    throw error;
  }
}

/** Goes on with an unfinished one, once the file is found to be the same as the parts that are there. */
export async function resumeUpload(client: QueryClient, upload: Upload, file: File): Promise<void> {
  const fresh = await farm.uploads.get({ params: { uploadId: upload.id } });
  go(client, fresh, file, null);
}

/**
 * Begins to send many files; what the farm has already is not sent. `missing`: null where nobody compared them. `from`: the
 * folder that they are of, to go on with after a reload.
 */
export function beginTree(
  client: QueryClient,
  tree: TreeToSend,
  name: string,
  missing: readonly MissingFile[] | null = null,
  from: { key: string | null; handle: FolderHandle | null } | null = null,
): void {
  const sizeBytes = tree.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const key = from?.key ?? `tree ${newId()}`;
  const { blendFile, projectId = null } = tree;
  becomeNew({ status: "reading", key, name, sizeBytes, projectId, blendFile, missing: missing ?? [] });
  const running = begun({
    make: (signal) => sendFiles(tree, signal),
    // What was sent without becoming a project goes by itself.
    forget: forgetTree,
  });
  if (from !== null) {
    const accountId = client.getQueryData<Account>(keys.me)?.id ?? "";
    void keepTree({ key, accountId, name, blendFile, projectId, handle: from.handle });
  }
  const main = tree.files.find((file) => file.path === blendFile);
  if (main !== undefined) void show(inspectAny(main, running.stop.signal), key);
  void hold(client, running);
}

/** Files join the project: at once, or as soon as it is there. `paths`: those that were missing and no longer are. */
export function addFiles(
  client: QueryClient,
  to: Project | null,
  added: { files: LocalFile[]; paths: readonly string[] },
): void {
  const { files, paths } = added;
  const told = { added: [...uploadView().added, ...paths] };
  if (current !== null) {
    current.additions.push(files);
    become(told);
  } else if (to !== null) {
    const { looked, missing } = lookedAtProject(to.id) ?? { looked: null, missing: null };
    const name = to.name;
    becomeNew({
      status: "reading",
      key: to.id,
      name,
      projectId: to.id,
      blendFile: to.blendFile,
      looked,
      missing,
      ...told,
    });
    const running = begun({ make: () => Promise.resolve(to), forget: () => Promise.resolve() });
    running.made = to;
    running.additions.push(files);
    void hold(client, running);
  }
}

export function pauseUpload(): void {
  current?.stop.abort();
  become({ status: "paused", trouble: null, bytesPerSecond: 0, secondsLeft: null });
}

export function continueUpload(client: QueryClient): void {
  if (current === null || uploadView().status !== "paused") return;
  void hold(client, { ...current, stop: new AbortController() });
}

/** The order for what is not sent any more is void. */
function dropOrder(): void {
  const { key } = uploadView();
  const order = orderView();
  if (order.state !== "none" && order.order.key === key) takeBackOrder();
}

/** Gives it up and removes its parts. */
export async function cancelUpload(client: QueryClient): Promise<void> {
  const given = current;
  given?.stop.abort();
  current = null;
  dropOrder();
  becomeNew({});
  if (given === null) return;
  await given.forget();
  await client.invalidateQueries({ queryKey: keys.uploads });
}

/** Back to an empty drop zone. */
export function clearUpload(): void {
  if (current !== null || isUnderWay(uploadView())) return;
  dropOrder();
  becomeNew({});
}
