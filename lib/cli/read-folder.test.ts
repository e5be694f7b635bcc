import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readFolder } from "./read-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hearth-folder-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, text = "BLENDER-v304RENDH"): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
}
const paths = (files: readonly { path: string }[]) => files.map(({ path }) => path).sort();

it("takes everything but what systems and Blender leave behind", async () => {
  put("scenes/a.blend");
  put("scenes/a.blend1");
  put("tex/木目.png", "wood");
  put("tex/.DS_Store", "x");
  put("empty.txt", "");
  symlinkSync(join(folder, "tex/木目.png"), join(folder, "same.png"));
  symlinkSync(folder, join(folder, "round"));
  symlinkSync(join(folder, "nowhere"), join(folder, "lost"));
  const found = await readFolder(folder, undefined);
  expect(paths(found.files)).toEqual(["empty.txt", "same.png", "scenes/a.blend", "tex/木目.png"]);
  expect(paths(found.leftOut)).toEqual(["lost", "round", "scenes/a.blend1", "tex/.DS_Store"]);
  expect(found).toMatchObject({ blendFile: "scenes/a.blend", sizeBytes: 25 });
});

it("reads a file in pieces and as a whole alike", async () => {
  const text = `BLENDER-v304RENDH${"0123456789".repeat(300_000)}`;
  put("big.blend", text);
  const [file] = (await readFolder(folder, undefined)).files;
  const pieces: Uint8Array[] = [];
  for await (const piece of file?.stream() ?? []) pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(1);
  expect(Buffer.concat(pieces).toString()).toBe(text);
  expect(Buffer.from((await file?.read?.(17, 27)) ?? []).toString()).toBe("0123456789");
});

it("asks which .blend is meant where there are several, and takes it by any of its names", async () => {
  put("b.blend");
  put("scenes/a.blend");
  await expect(readFolder(folder, undefined)).rejects.toThrow(
    `There are 2 .blend files in ${folder}. Choose one with --file: b.blend, scenes/a.blend.`,
  );
  for (const name of ["scenes/a.blend", "./scenes/a.blend", join(folder, "scenes/a.blend")])
    expect((await readFolder(folder, name)).blendFile).toBe("scenes/a.blend");
  await expect(readFolder(folder, "c.blend")).rejects.toThrow('There is no "c.blend"');
  await expect(readFolder(folder, "../other.blend")).rejects.toThrow("Its .blend files: b.blend");
});

it("says what is wrong with a folder that can't be rendered, before anything is sent", async () => {
  put("notes.txt");
  await expect(readFolder(folder, undefined)).rejects.toThrow(`There is no .blend file in ${folder}.`);
  put("a.blend", "<html>");
  await expect(readFolder(folder, undefined)).rejects.toThrow("a.blend: ");
});
