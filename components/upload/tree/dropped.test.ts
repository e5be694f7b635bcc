/** Folders as browsers tell of them, with what goes wrong in them. */
import { expect, it } from "vitest";
import { droppedFiles, treeOf } from "./dropped.ts";

const fileEntry = (fullPath: string, open: () => File): FileSystemEntry =>
  ({
    isFile: true,
    fullPath,
    file: (resolve: (file: File) => void, reject: (error: unknown) => void) => {
      try {
        resolve(open());
      } catch (error) {
        reject(error);
      }
    },
  }) as unknown as FileSystemEntry;

/** Its entries come one a portion. */
const folderEntry = (fullPath: string, inside: () => FileSystemEntry[]): FileSystemEntry =>
  ({
    isFile: false,
    fullPath,
    createReader: () => {
      const left = inside();
      return { readEntries: (resolve: (some: FileSystemEntry[]) => void) => resolve(left.splice(0, 1)) };
    },
  }) as unknown as FileSystemEntry;

const plain = (path: string) => fileEntry(path, () => new File(["x"], path));

it("a folder's files come with their folders; a link that leads nowhere is left out and told", async () => {
  const broken = fileEntry("/film/gone.png", () => {
    throw new DOMException("No such file.", "NotFoundError");
  });
  const film = folderEntry("/film", () => [
    plain("/film/a.blend"),
    broken,
    folderEntry("/film/tex", () => [plain("/film/tex/a.png")]),
  ]);
  const tree = await treeOf(await droppedFiles([film]));
  expect(tree).toMatchObject({ name: "film", blends: ["a.blend"] });
  expect(tree?.files.map((file) => file.path)).toEqual(["a.blend", "tex/a.png"]);
  expect(tree?.leftOut).toMatchObject([{ path: "film/gone.png" }]);
});

it("a folder that holds itself ends in words, not in a page that hangs", async () => {
  const loop = (path: string): FileSystemEntry =>
    folderEntry(path, () => [plain(`${path}/a.png`), loop(`${path}/self`)]);
  await expect(droppedFiles([loop("/film")])).rejects.toThrow("seems to lead to itself");
});
