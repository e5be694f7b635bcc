import { expect, it } from "vitest";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { lfsPointersIn } from "./lfs.ts";

const file = (path: string, text: string): LocalFile => ({
  path,
  sizeBytes: text.length,
  async *stream() {
    yield new TextEncoder().encode(text);
  },
});
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 12345\n`;

it("pointers are told by what is in them; other small files, and large ones, are not", async () => {
  const files = [
    file("tex/wall.png", POINTER),
    file("notes.txt", "About version https://git-lfs.github.com/spec/v1 and why we left it. ".repeat(2)),
    file("tex/floor.png", POINTER),
    file("long.txt", POINTER.repeat(10)),
    file("empty", ""),
  ];
  expect(await lfsPointersIn(files)).toEqual(["tex/floor.png", "tex/wall.png"]);
});
