/** What a run leaves behind: every plain file in its folder that it wrote or changed, under a name that storage takes. */
import { lstat } from "node:fs/promises";
import { MAX_RESULT_BYTES, MAX_RESULT_FILES, MAX_RESULT_PATH, resultPath } from "#lib/domain/script.ts";
import { BlenderFailure } from "../blender/failure.ts";
import { absolute, walk } from "./folder.ts";

export interface ResultFile {
  /** Its relative path, as it is stored. */
  path: string;
  /** Where it lies on this machine. */
  file: Buffer;
  sizeBytes: number;
}

/** What the folder held before: path → what changes when a file is written. */
export type Snapshot = ReadonlyMap<string, string>;

const stampOf = async (file: Buffer) => {
  const { ino, size, mtimeNs } = await lstat(file, { bigint: true });
  return { stamp: `${ino} ${size} ${mtimeNs}`, sizeBytes: Number(size) };
};

export async function snapshotOf(folder: string): Promise<Snapshot> {
  const files = new Map<string, string>();
  for await (const { path, kind } of walk(folder))
    if (kind === "file") files.set(path.toString("latin1"), (await stampOf(absolute(folder, path))).stamp);
  return files;
}

/**
 * A path as storage takes it: bytes that are no text and control characters become "_", too long a one is cut in front of
 * its extension. Shape: "a\nb.csv" → "a_b.csv"
 */
export function storedPath(path: Buffer): string {
  const text = path.toString("utf8").replace(/\uFFFD|\p{Cc}|\p{Cs}/gu, "_");
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= MAX_RESULT_PATH) return text;
  const end = text.slice(Math.max(text.lastIndexOf("/") + 1, text.length - 40));
  const room = MAX_RESULT_PATH - new TextEncoder().encode(end).length - 1;
  let head = text.slice(0, text.length - end.length);
  while (new TextEncoder().encode(head).length > room) head = head.slice(0, -1);
  return `${head.replace(/\p{Cs}$/u, "").replace(/\/+$/, "")}_${end}`;
}

/** Two names that became one get numbers. Shape: "a_b.csv", "a_b.csv" → "a_b.csv", "a_b-2.csv" */
function freeName(path: string, taken: ReadonlySet<string>): string {
  const dot = path.lastIndexOf(".") > path.lastIndexOf("/") + 1 ? path.lastIndexOf(".") : path.length;
  for (let number = 2; ; number++) {
    const name = `${path.slice(0, dot)}-${number}${path.slice(dot)}`;
    if (!taken.has(name)) return name;
  }
}

/**
 * `leftOut`: what is no plain file (links, pipes, sockets), in the words of the log.
 * Errors: BlenderFailure script_results when there are too many files or bytes.
 */
export async function collectResults(
  folder: string,
  before: Snapshot,
): Promise<{ files: ResultFile[]; leftOut: number }> {
  const files: ResultFile[] = [];
  const taken = new Set<string>();
  let [leftOut, bytes] = [0, 0];
  for await (const { path, kind } of walk(folder)) {
    if (kind === "folder") continue;
    if (kind === "other") {
      leftOut += 1;
      continue;
    }
    const file = absolute(folder, path);
    const { stamp, sizeBytes } = await stampOf(file);
    if (before.get(path.toString("latin1")) === stamp) continue;
    bytes += sizeBytes;
    if (files.length >= MAX_RESULT_FILES || bytes > MAX_RESULT_BYTES)
      throw new BlenderFailure(
        "script_results",
        `The command left more than ${MAX_RESULT_FILES.toLocaleString("en")} files or ${MAX_RESULT_BYTES / 2 ** 30} GiB.`,
      );
    const wanted = storedPath(path);
    const name = taken.has(wanted) ? freeName(wanted, taken) : wanted;
    if (!resultPath.safeParse(name).success) {
      leftOut += 1;
      continue;
    }
    taken.add(name);
    files.push({ path: name, file, sizeBytes });
  }
  return { files, leftOut };
}
