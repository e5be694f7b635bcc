import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { sha256Base64, sha256InScript } from "./sha256.ts";

it.each([0, 1, 3, 55, 56, 63, 64, 65, 119, 1000, 70_001])(
  "%i bytes have the sum that the standard says",
  async (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 131 + 7) & 255);
    const expected = createHash("sha256").update(bytes).digest();
    expect(Buffer.from(sha256InScript(bytes))).toEqual(expected);
    expect(await sha256Base64(bytes)).toBe(expected.toString("base64"));
  },
);
