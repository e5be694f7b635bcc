/** Checksums against the values that their definitions publish for "123456789". */
import { expect, it } from "vitest";
import { createSums, SUM_NAMES, type SumName } from "./sums.ts";

const CHECK: Record<SumName, string> = {
  md5: "25f9e794323b453885f5181f1b624d0b",
  sha1: "f7c3bc1d808e04732adf679965ccc34ca7ae3441",
  sha256: "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
  crc32: "cbf43926",
  crc32c: "e3069283",
  crc64nvme: "ae8b14860a799888",
};

it("sums what streams by in pieces as the published check values say", async () => {
  const sums = createSums(SUM_NAMES);
  for (const piece of ["1", "2345", "", "6789"]) sums.update(Buffer.from(piece));
  const found = await sums.digest();
  expect(Object.fromEntries([...found].map(([name, sum]) => [name, sum.toString("hex")]))).toEqual(CHECK);
});
