/** Sends a project of several files, as the page does with a folder. */
import { createHash } from "node:crypto";
import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Farm } from "#lib/client/index.ts";
import { cutFile } from "#lib/client/tree/cut-file.ts";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { sendTree, type TreeToSend } from "#lib/client/tree/send-tree.ts";
import type { Project } from "#lib/contract/farm/projects.ts";

/** Units: bytes. */
const PIECE = 4 * 1024 ** 2;

/** A file under the path that the project has it under. */
export function onDisk(file: string, path: string): LocalFile {
  const { size } = statSync(file);
  const read = (first: number, end: number) => {
    const bytes = new Uint8Array(end - first);
    const handle = openSync(file, "r");
    readSync(handle, bytes, 0, bytes.length, first);
    closeSync(handle);
    return bytes;
  };
  return {
    path,
    sizeBytes: size,
    read: async (first, end) => read(first, end),
    async *stream() {
      for (let at = 0; at < size; at += PIECE) yield read(at, Math.min(size, at + PIECE));
    },
  };
}

/** Answers how many bytes went over the line too, with the list of files. */
export async function send(farm: Farm, tree: TreeToSend): Promise<{ project: Project; sentBytes: number }> {
  let sentBytes = 0;
  const { signal } = new AbortController();
  const sha256 = async (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  const project = await sendTree(tree, {
    farm,
    cut: (file, onBytes) => cutFile(file, { hash: sha256, onBytes, signal }),
    put: async (url, bytes) => {
      const answer = await fetch(url, { method: "PUT", body: bytes });
      if (!answer.ok) throw new Error(`Storage answered ${answer.status}.`);
      sentBytes += bytes.length;
    },
    signal,
    onProgress: () => undefined,
  });
  return { project, sentBytes };
}

/** All of a folder, as a project whose main file is `blendFile`; resolves when the farm has read that. */
export async function sendFolder(farm: Farm, folder: string, blendFile: string): Promise<Project> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => onDisk(join(folder, name), name));
  let { project } = await send(farm, { files, blendFile });
  while (project.state === "inspecting") {
    await sleep(50);
    project = await farm.projects.get({ params: { projectId: project.id } });
  }
  if (project.state !== "ready") throw new Error(`${blendFile}: ${project.problem ?? project.state}`);
  return project;
}
