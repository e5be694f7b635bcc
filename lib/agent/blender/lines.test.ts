import { expect, test } from "vitest";
import { createLineSplitter } from "./lines.ts";

const bytes = (text: string) => Buffer.from(text);

test("lines come whole however the chunks are cut, also inside a character", () => {
  const splitter = createLineSplitter(() => 100);
  const all = bytes("einé\r\nzweî\ndrei");
  const lines: string[] = [];
  for (const byte of all) lines.push(...splitter.push(Uint8Array.of(byte)));
  expect([...lines, ...splitter.end()]).toEqual(["einé", "zweî", "drei"]);
});

test("a line without end takes no more memory than its limit, and the next line is whole again", () => {
  const splitter = createLineSplitter(() => 10);
  for (let i = 0; i < 1000; i++) expect(splitter.push(bytes("x".repeat(10_000)))).toEqual([]);
  expect(splitter.push(bytes("\nnext\n"))).toEqual(["x".repeat(10), "next"]);
});

test("the limit depends on how the line begins", () => {
  const splitter = createLineSplitter((start) => (start.startsWith("fact") ? 1000 : 5));
  expect(splitter.push(bytes(`fact${"y".repeat(500)}\nother words\n`))).toEqual([
    `fact${"y".repeat(500)}`,
    "other",
  ]);
});
