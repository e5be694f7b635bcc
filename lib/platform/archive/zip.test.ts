import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { zipOf } from "./zip.ts";

const bytes = (text: string) => Buffer.from(text);
const entry = (name: string, text: string) => ({
  name,
  sizeBytes: bytes(text).length,
  modifiedAt: new Date(2026, 0, 1),
  open: async () => Readable.from([bytes(text)]),
});
const never = (error: unknown) => expect.unreachable(String(error));

async function readAll(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

it("its length is known before it is read, and right", async () => {
  const { stream, sizeBytes } = await zipOf([entry("0001.png", "one"), entry("0002.png", "twotwo")], never);
  const zip = await readAll(stream);
  expect(zip.length).toBe(sizeBytes);
  expect(zip.toString("latin1")).toContain("0001.png");
  // Stored, so that the bytes are there as they are.
  expect(zip.toString("latin1")).toContain("twotwo");
});

it("sizes beyond 4 GiB are announced in zip64", async () => {
  const huge = {
    ...entry("big.exr", ""),
    sizeBytes: 5 * 1024 ** 3,
    open: () => new Promise<Readable>(() => {}),
  };
  const { sizeBytes, stop } = await zipOf([huge, { ...huge, name: "0002.exr" }], never);
  // Two local headers, two descriptors and two central entries, each with 8-byte sizes, and zip64's own end.
  expect(sizeBytes).toBeGreaterThan(10 * 1024 ** 3 + 300);
  expect(sizeBytes).toBeLessThan(10 * 1024 ** 3 + 600);
  stop();
});

it("more entries than 65,535 still add up", async () => {
  const entries = Array.from({ length: 70_000 }, (_, i) => entry(`${i}.png`, ""));
  const { sizeBytes, stop } = await zipOf(entries, never);
  expect(sizeBytes).toBeGreaterThan(70_000 * 100);
  stop();
});

it("a file that is missing or shorter than told is an error, never a shorter archive", async () => {
  const errors: unknown[] = [];
  const failed = Promise.withResolvers<void>();
  const hear = (error: unknown) => {
    errors.push(error);
    failed.resolve();
  };
  const missing = { ...entry("gone.png", "x"), open: () => Promise.reject(new Error("gone")) };
  const { stream, stop } = await zipOf([missing], hear);
  stream.resume();
  await failed.promise;
  expect(String(errors[0])).toContain("gone");
  stop();
  const again = Promise.withResolvers<void>();
  const short = await zipOf([{ ...entry("short.png", "abc"), sizeBytes: 10 }], () => again.resolve());
  short.stream.resume();
  await again.promise;
});
