import { expect, it } from "vitest";
import type { Upload } from "#lib/contract/farm/projects.ts";
import { newId } from "#lib/domain/ids.ts";
import { AnotherFile, requireSameFile } from "./same-file.ts";
import { sha256Base64 } from "./sha256.ts";

const BYTES = Uint8Array.from({ length: 25 }, (_, i) => i);
const { signal } = new AbortController();

/** Parts of ten bytes, of which the first two are there. */
async function half(
  sha256 = (part: number) => sha256Base64(BYTES.slice(part * 10, part * 10 + 10)),
): Promise<Upload> {
  const part = async (at: number, isDone: boolean) => ({
    number: at + 1,
    sizeBytes: Math.min(10, BYTES.length - at * 10),
    isDone,
    sha256: isDone ? await sha256(at) : null,
    url: isDone ? null : "u",
  });
  const parts = [await part(0, true), await part(1, true), await part(2, false)];
  return { id: newId(), name: "a.blend", sizeBytes: 25, partSizeBytes: 10, createdAt: "", parts };
}

it("goes on with the same file, whatever its still missing end holds", async () => {
  await expect(requireSameFile(await half(), new File([BYTES], "a.blend"), signal)).resolves.toBeUndefined();
});

it("a file of the same name and size with one other byte is another file", async () => {
  const changed = BYTES.slice();
  changed[15] = 99;
  const file = new File([changed], "a.blend");
  await expect(requireSameFile(await half(), file, signal)).rejects.toThrow(AnotherFile);
});

it("ends when it is no longer wanted", async () => {
  const stop = AbortSignal.abort(new Error("closed"));
  await expect(requireSameFile(await half(), new File([BYTES], "a.blend"), stop)).rejects.toThrow("closed");
});
