/** Test support: projects of many files, sent as a browser does it, but into the store in memory. */
import { createHash } from "node:crypto";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { cutFile } from "#lib/client/tree/cut-file.ts";
import { sendTree, type TreeProgress, type TreeToSend } from "#lib/client/tree/send-tree.ts";
import type { TestAccount, TestPlatform } from "../test-platform.ts";

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export function local(path: string, content: Uint8Array | string): LocalFile {
  const bytes = new Uint8Array(Buffer.from(content));
  return {
    path,
    sizeBytes: bytes.length,
    async *stream() {
      yield bytes;
    },
    read: async (first, end) => bytes.slice(first, end),
  };
}

/** Answers how much was sent, too. */
export async function send(farm: TestPlatform, owner: TestAccount, tree: TreeToSend) {
  let last: TreeProgress | undefined;
  const { signal } = new AbortController();
  const project = await sendTree(tree, {
    farm: owner.farm,
    cut: (file, onBytes) => cutFile(file, { hash: async (bytes) => sha256(bytes), onBytes, signal }),
    put: async (url, bytes) => {
      const [bucket = "", key = ""] = url.replace("memory:", "").split("/");
      await farm.objects.put(bucket, key, Buffer.from(bytes));
    },
    signal,
    onProgress: (progress) => {
      last = progress;
    },
  });
  return { project, sentBytes: last?.sentBytes ?? 0 };
}
