import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DIRECT_BLOCK, DIRECT_WRITE_BYTES, openDirect, slotMemory, withSlot } from "./fs-direct.ts";
import { receiveInto } from "./fs-receive.ts";
import { writeStream } from "./fs-write.ts";
import { createSums } from "./sums.ts";
import { createThreadSums } from "./thread-sums.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hearth-receive-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");

/** In pieces as a connection brings them: of no round size. */
function* pieces(bytes: Buffer, sizeBytes: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += sizeBytes) yield bytes.subarray(at, at + sizeBytes);
}

it("brings whole blocks and what is left over to their place, with all sums", async () => {
  const path = join(folder, "place");
  const before = randomBytes(DIRECT_BLOCK);
  await writeFile(path, before);
  for (const extra of [0, 1, DIRECT_BLOCK - 1, DIRECT_BLOCK + 17]) {
    const bytes = randomBytes(3 * DIRECT_WRITE_BYTES + extra);
    const { came, sums } = await receiveInto(path, Readable.from(pieces(bytes, 65_000)), {
      isNew: false,
      position: DIRECT_BLOCK,
      sizeBytes: bytes.length,
      sums: ["md5", "sha256", "crc32"],
      isDirect: true,
    });
    expect(came).toBe(bytes.length);
    expect(sums.get("md5")?.toString("hex")).toBe(md5(bytes));
    expect(sums.get("sha256")).toEqual(createHash("sha256").update(bytes).digest());
    expect(sums.get("crc32")?.readUInt32BE()).toBe(crc32(bytes));
    const stored = await readFile(path);
    expect(md5(stored.subarray(0, DIRECT_BLOCK))).toBe(md5(before));
    expect(md5(stored.subarray(DIRECT_BLOCK, DIRECT_BLOCK + bytes.length))).toBe(md5(bytes));
  }
});

it("keeps streams apart that come at once, more of them than there are blocks to write from", async () => {
  const all = Array.from({ length: 24 }, (_, i) => ({
    path: join(folder, `at-once-${i}`),
    bytes: randomBytes(2 * DIRECT_WRITE_BYTES + i),
  }));
  await Promise.all(
    all.map(async ({ path, bytes }) => {
      await writeFile(path, "");
      const { sums } = await receiveInto(path, Readable.from(pieces(bytes, 65_536)), {
        isNew: false,
        position: 0,
        sizeBytes: bytes.length,
        sums: ["md5"],
        isDirect: true,
      });
      expect(sums.get("md5")?.toString("hex")).toBe(md5(bytes));
      expect(md5(await readFile(path))).toBe(md5(bytes));
    }),
  );
});

it("writes the rest by the plain file when the disk takes only a part of a block", async () => {
  const path = join(folder, "short");
  const bytes = randomBytes(2 * DIRECT_WRITE_BYTES);
  await writeFile(path, "");
  const file = await open(path, "r+");
  const real = await openDirect(path);
  if (real === null) throw new Error("The tests' folder lies on a file system without O_DIRECT.");
  const short = Object.assign(Object.create(real) as typeof real, {
    write: (block: Buffer, at: number, _total: number, position: number) =>
      real.write(block, at, DIRECT_BLOCK, position),
  });
  const direct = { file: short, sums: { update: () => Promise.resolve() } };
  await writeStream(file, Readable.from(pieces(bytes, 65_536)), { position: 0, direct });
  await Promise.all([file.close(), real.close()]);
  expect(md5(await readFile(path))).toBe(md5(bytes));
});

it("sums in a thread what it would sum here, whether the bytes are shared or not", async () => {
  const names = ["md5", "sha1", "sha256", "crc32", "crc32c", "crc64nvme"] as const;
  const bytes = randomBytes(70_001);
  const here = createSums(names);
  here.update(bytes);
  const expected = await here.digest();
  const sums = createThreadSums(names, slotMemory());
  await withSlot(async (slot) => {
    bytes.copy(slot, 0, 0, 50_000);
    await sums.update(slot.subarray(0, 50_000));
  });
  await sums.update(bytes.subarray(50_000));
  expect(await sums.digest()).toEqual(expected);
  sums.end();
});
