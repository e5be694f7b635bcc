/**
 * What a job renders: a fixed set of files in folders, one of them the main file. Keys of buckets become paths below one
 * folder, and none can lead out of it.
 */
import { z } from "zod";
import { DomainError } from "./errors.ts";

export const SOURCE_STATES = ["copying", "inspecting", "ready", "unreadable"] as const;
/**
 * copying: its files are being set aside; inspecting: a node's Blender is asked what is in it; ready: it can be rendered;
 * unreadable: Blender could not open it.
 */
export type SourceState = (typeof SOURCE_STATES)[number];

export const sourceFile = z.object({
  /** Below the project's folder, with forward slashes. */
  path: z.string().min(1),
  sizeBytes: z.number().int().nonnegative(),
  /** Names the content: "sha256-<hex>", "md5-<hex>", or "etag-<text>" where storage knows no better. */
  content: z.string().regex(/^(?:sha256|md5|etag)-[\w.-]+$/),
});
export type SourceFile = z.infer<typeof sourceFile>;

/** A file that a .blend looks for elsewhere than it lies in the project; told to the node, which sets it when it opens the file. */
export const remap = z.object({
  /** Path of the .blend that names it. */
  blend: z.string(),
  /** As stored there. */
  path: z.string(),
  /** Where it lies; with a tile's mark or as the first of a sequence where it is many. */
  to: z.string(),
});
export type Remap = z.infer<typeof remap>;

/** Linux takes names of 255 bytes, and paths of 4096 with what comes before them. Units: bytes of UTF-8. */
const MAX_NAME_BYTES = 255;
const MAX_PATH_BYTES = 2048;
/** A film's shot with all its caches; a list of this many is still handled in one piece. */
export const MAX_SOURCE_FILES = 50_000;

/** A key that can be no file of a project. */
export class SourcePathError extends DomainError {
  readonly code = "source_path";
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Which of a bucket's files are meant, and what is taken off the beginning of their keys. */
export interface KeyRule {
  prefix: string;
  stripPrefix: string;
}

/**
 * Shape:  ("shots/a/tex/1.png", {prefix: "shots/", stripPrefix: "shots/a/"}) → "tex/1.png" · "/x//y" → "x/y"
 *         null where the prefix leaves it out, and for keys that only stand for a folder ("textures/").
 * Errors: SourcePathError for "..", ".", NUL, and names or paths longer than a disk takes.
 */
export function sourcePathOf(key: string, rule: KeyRule = { prefix: "", stripPrefix: "" }): string | null {
  if (!key.startsWith(rule.prefix)) return null;
  const rest = key.startsWith(rule.stripPrefix) ? key.slice(rule.stripPrefix.length) : key;
  if (rest === "" || rest.endsWith("/")) return null;
  const names = rest.split("/").filter((name) => name !== "");
  const isBad = (name: string) => name === "." || name === ".." || bytesOf(name) > MAX_NAME_BYTES;
  const path = names.join("/");
  if (names.some(isBad) || path.includes("\0") || bytesOf(path) > MAX_PATH_BYTES)
    throw new SourcePathError(
      `The key "${key.slice(0, 200)}" can't be a file of a project: its path is not one that a disk takes.`,
    );
  return path;
}

/** Errors: SourcePathError when two files would lie in one place, or a file where a folder must be. `paths`: in any order. */
export function checkTree(paths: readonly string[]): void {
  const files = new Set<string>();
  for (const path of paths) {
    if (files.has(path)) throw new SourcePathError(`Two files of the resources are called "${path}".`);
    files.add(path);
  }
  for (const path of paths)
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1))
      if (files.has(path.slice(0, at)))
        throw new SourcePathError(`"${path.slice(0, at)}" is a file and a folder of the resources at once.`);
}
