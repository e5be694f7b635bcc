/** What lies in buckets now, as files of a source: filtered, with their paths, and a name for each content. */
import {
  checkTree,
  type KeyRule,
  MAX_SOURCE_FILES,
  SourcePathError,
  sourcePathOf,
} from "#lib/domain/source.ts";
import type { Platform } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { readNotes } from "../objects/notes.ts";
import type { ObjectHead, ObjectStore } from "../objects/object-store.ts";

/** Part of a source: files of one bucket. */
export interface SourcePart {
  /** What the object store calls the bucket. */
  folder: string;
  rule?: KeyRule;
}

export interface ListedFile {
  folder: string;
  key: string;
  path: string;
  content: string;
  sizeBytes: number;
  etag: string;
}

/**
 * A name for an object's content, which nodes check the bytes by: its SHA-256 where somebody computed it, the MD5 that an
 * ETag is where the store says so, and else the ETag as a mere name.
 * Shape: "sha256-90af…" · "md5-90af…" · "etag-90af…-3-12345"
 */
export function contentOf(
  { etag, sizeBytes }: ObjectHead,
  sha256: string | null,
  store: Pick<ObjectStore, "hasMd5Etags">,
): string {
  if (sha256 !== null) return `sha256-${sha256}`;
  if (store.hasMd5Etags && /^[0-9a-f]{32}$/.test(etag)) return `md5-${etag}`;
  return `etag-${etag.replace(/[^\w.-]/g, "_")}-${sizeBytes}`;
}

/** By path. Errors: invalid for keys that can be no file, or too many of them. */
export async function listSourceFiles(
  { db, objects }: Platform,
  parts: readonly SourcePart[],
): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  try {
    for (const { folder, rule } of parts) {
      const notes = await readNotes(db, folder);
      for await (const object of objects.list(folder, rule?.prefix)) {
        const path = sourcePathOf(object.key, rule);
        if (path === null) continue;
        const note = notes.get(object.key);
        const content = contentOf(object, note?.etag === object.etag ? note.sha256 : object.sha256, objects);
        files.push({
          folder,
          key: object.key,
          path,
          content,
          sizeBytes: object.sizeBytes,
          etag: object.etag,
        });
        if (files.length > MAX_SOURCE_FILES) throw tooMany();
      }
    }
    checkTree(files.map((file) => file.path));
  } catch (error) {
    if (error instanceof SourcePathError)
      throw new PlatformError("invalid", error.message, { resourceBuckets: error.message }, error);
    throw error;
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const tooMany = () =>
  new SourcePathError(
    `The resources have more than ${MAX_SOURCE_FILES.toLocaleString("en")} files. Name a prefix of those that are needed.`,
  );
