/** Bodies in chunks: Amazon's own example, however it is torn on the way, and what is refused. */
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { AwsChunkedDecoder } from "./aws-chunked.ts";
import { chunkSigner } from "./chunk-signer.ts";

/** Source: "Signature Calculations for the Authorization Header: Transferring Payload in Multiple Chunks", the example. */
const SIGNATURES = [
  "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
  "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
  "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
] as const;
const signed = () =>
  chunkSigner("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {
    accessKey: "AKIAIOSFODNN7EXAMPLE",
    date: "20130524T000000Z",
    scope: "20130524/us-east-1/s3/aws4_request",
    signedHeaders: [],
    signature: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
    payload: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    expires: null,
  });
const example = (signatures: readonly string[] = SIGNATURES) =>
  [
    `10000;chunk-signature=${signatures[0]}\r\n${"a".repeat(65_536)}\r\n`,
    `400;chunk-signature=${signatures[1]}\r\n${"a".repeat(1024)}\r\n`,
    `0;chunk-signature=${signatures[2]}\r\n\r\n`,
  ].join("");

function* tornBy(text: string, size: number): Generator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const decode = (text: string, decoder: AwsChunkedDecoder, size = 1000) =>
  buffer(Readable.from(tornBy(text, size)).pipe(decoder));

it.each([1, 7, 1000, 1_000_000])("reads Amazon's example in pieces of %i bytes", async (size) => {
  const decoder = new AwsChunkedDecoder({ signer: signed(), hasTrailer: false });
  expect((await decode(example(), decoder, size)).toString()).toBe("a".repeat(66_560));
});

it("refuses a chunk that was signed otherwise, and one out of its order", async () => {
  for (const wrong of [["0".repeat(64), SIGNATURES[1], SIGNATURES[2]], [...SIGNATURES].reverse()]) {
    const decoder = new AwsChunkedDecoder({ signer: signed(), hasTrailer: false });
    await expect(decode(example(wrong), decoder)).rejects.toMatchObject({ code: "SignatureDoesNotMatch" });
  }
});

it("keeps what trails behind an unsigned body", async () => {
  const decoder = new AwsChunkedDecoder({ signer: null, hasTrailer: true });
  const text = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";
  expect((await decode(text, decoder, 3)).toString()).toBe("hello");
  expect(decoder.trailers.get("x-amz-checksum-crc32")).toBe("NhCmhg==");
});

it.each([
  ["ends early", "5\r\nhel", "IncompleteBody"],
  ["has no last chunk", "5\r\nhello\r\n", "IncompleteBody"],
  ["has no size", "x\r\nhello\r\n0\r\n\r\n", "InvalidRequest"],
  ["has a chunk longer than told", "2\r\nhello\r\n0\r\n\r\n", "InvalidRequest"],
  ["has an endless line", "0".repeat(5000), "InvalidRequest"],
])("refuses a body that %s", async (_, text, code) => {
  const decoder = new AwsChunkedDecoder({ signer: null, hasTrailer: false });
  await expect(decode(text, decoder)).rejects.toMatchObject({ code });
});
