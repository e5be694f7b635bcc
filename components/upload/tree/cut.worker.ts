/**
 * Cuts and hashes files beside the page, so that a folder of gigabytes stops nothing there. A file that is asked for is
 * answered with its chunks; how far it is goes out on the way.
 */
import { cutFile } from "#lib/client/tree/cut-file.ts";
import { sha256Hex } from "../sha256.ts";
import type { CutAnswer, CutRequest } from "./cutter.ts";
import { localFile } from "./local-files.ts";
import { zipFile } from "./zip.ts";

const never = new AbortController().signal;

async function cut({ id, path, origin }: CutRequest): Promise<void> {
  const answer = (it: CutAnswer) => postMessage(it);
  try {
    const file = "zip" in origin ? zipFile(origin.zip, origin.entry) : localFile(path, origin.file);
    const chunks = await cutFile(
      { ...file, path },
      { hash: sha256Hex, signal: never, onBytes: (bytes) => answer({ id, bytes }) },
    );
    answer({ id, chunks });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    answer({ id, name, message });
  }
}

addEventListener("message", ({ data }: MessageEvent<CutRequest>) => void cut(data));
