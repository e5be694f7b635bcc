/** Names of what artists bring. */
export const PROJECT_STATES = ["inspecting", "ready", "unreadable"] as const;
/** inspecting: a node's Blender is asked; ready: the summary is there; unreadable: Blender could not open it. */
export type ProjectState = (typeof PROJECT_STATES)[number];

/** Units: bytes. Ten times the largest .blend that production people report; the disk is the real limit. */
export const MAX_UPLOAD_BYTES = 1024 ** 4;
/** S3 allows 5 MiB and up; 16 MiB keeps round trips rare and a lost part cheap. */
export const MIN_PART_BYTES = 16 * 1024 ** 2;
/** S3's limit is 10,000; fewer keep the list of URLs small. */
export const MAX_PARTS = 1000;

export function partSizeFor(sizeBytes: number): number {
  const least = Math.ceil(sizeBytes / MAX_PARTS);
  return Math.max(MIN_PART_BYTES, Math.ceil(least / 1024 ** 2) * 1024 ** 2);
}

/** Longest file name that ext4, NTFS and APFS all take. Units: UTF-8 bytes. */
const MAX_NAME_BYTES = 255;

/**
 * A file name that is safe as a name on any disk and still the artist's own: no folders, no control characters,
 * not longer than disks allow (shortened before the extension).
 * Shape: "../../etc/passwd.blend" → "passwd.blend"; "ünï 🎬.blend" stays.
 */
export function safeFileName(name: string): string {
  const last = name.replaceAll("\\", "/").split("/").at(-1) ?? "";
  let clean = last
    .normalize("NFC")
    .replace(/\p{Cc}/gu, "")
    .trim();
  if (clean === "" || clean === "." || clean === "..") clean = "untitled.blend";
  const dot = clean.lastIndexOf(".");
  const extension = dot > 0 ? clean.slice(dot) : "";
  let stem = dot > 0 ? clean.slice(0, dot) : clean;
  const size = (text: string) => new TextEncoder().encode(text).length;
  while (size(stem + extension) > MAX_NAME_BYTES) stem = [...stem].slice(0, -1).join("");
  return stem + extension;
}
