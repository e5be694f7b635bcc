/** Looks at a file before it is uploaded: a wrong one is told in a blink, not after minutes. */
import { open } from "node:fs/promises";
import { CliError } from "./cli-error.ts";

export interface CheckedFile {
  path: string;
  sizeBytes: number;
}

/** Enough for a Git LFS pointer (about 130 bytes) and every magic number. */
const SNIFFED_BYTES = 256;

/** Errors: CliError saying what the file is instead of a .blend. */
export async function checkFile(path: string): Promise<CheckedFile> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new CliError(`There is no file ${path}.`, error);
    if (error.code === "EACCES") throw new CliError(`${path} may not be read by this user.`, error);
    throw error;
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new CliError(`${path} is a folder. Name the .blend in it.`);
    if (stat.size === 0) throw new CliError(`${path} is empty. Save it in Blender again.`);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    const problem = whyNoBlend(buffer.subarray(0, bytesRead));
    if (problem !== null) throw new CliError(`${path} ${problem}`);
    return { path, sizeBytes: stat.size };
  } finally {
    await file.close();
  }
}

/** Null for a .blend, plain or compressed (zstd since 3.0, gzip before). */
export function whyNoBlend(head: Buffer): string | null {
  const text = head.toString("latin1");
  if (text.startsWith("BLENDER")) return null;
  if (text.startsWith("\x28\xb5\x2f\xfd") || text.startsWith("\x1f\x8b")) return null;
  if (text.startsWith("version https://git-lfs"))
    return "is a Git LFS pointer, not the file itself. Fetch it with `git lfs pull`.";
  if (text.startsWith("\x89PNG")) return "is a PNG picture, not a .blend.";
  if (text.startsWith("\xff\xd8\xff")) return "is a JPEG picture, not a .blend.";
  if (text.startsWith("PK\x03\x04")) return "is a .zip. Unpack it and name the .blend in it.";
  return "is not a .blend: it does not begin as Blender's files do.";
}
