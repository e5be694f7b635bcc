/** Looks at a file before it is uploaded: a wrong one is told in a blink, not after minutes. */
import { open } from "node:fs/promises";
import { SNIFF_BYTES, sniffBlend } from "#lib/blend/sniff.ts";
import { CliError } from "./cli-error.ts";

export interface CheckedFile {
  path: string;
  sizeBytes: number;
}

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
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
    const sniffed = sniffBlend(buffer.subarray(0, bytesRead), path);
    // The words are those of the portal, where people drop files.
    if (!sniffed.ok) throw new CliError(`${path}: ${sniffed.message}`);
    return { path, sizeBytes: stat.size };
  } finally {
    await file.close();
  }
}
