/** Whether a finished file is what its name says: begins right, is not empty. A black picture is a picture. */
import { open } from "node:fs/promises";
import { BlenderFailure } from "./failure.ts";

const MAGIC: Record<string, readonly string[]> = {
  ".png": ["89504e470d0a1a0a"],
  ".jpg": ["ffd8ff"],
  ".jpeg": ["ffd8ff"],
  ".webp": ["52494646"],
  ".tif": ["49492a00", "4d4d002a"],
  ".exr": ["762f3101"],
  ".bmp": ["424d"],
  ".hdr": ["233f"],
  ".dpx": ["53445058", "58504453"],
  ".jp2": ["0000000c6a502020"],
  ".j2c": ["ff4fff51"],
};
/** PNG and JPEG say at their end that they are whole: a full disk or a killed writer leaves them without. */
const END: Record<string, string> = { ".png": "49454e44ae426082", ".jpg": "ffd9", ".jpeg": "ffd9" };

/** The file's size in bytes. Errors: BlenderFailure bad_output. */
export async function checkPicture(path: string, name: string): Promise<number> {
  const extension = name.slice(name.lastIndexOf(".")).toLowerCase();
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    if (size === 0) throw new BlenderFailure("bad_output", `Blender wrote ${name} without any content.`);
    const start = Buffer.alloc(16);
    await file.read(start, 0, 16, 0);
    const magic = MAGIC[extension];
    if (magic && !magic.some((m) => start.toString("hex").startsWith(m)))
      throw new BlenderFailure("bad_output", `${name} does not begin as a ${extension.slice(1)} file does.`);
    const end = END[extension];
    if (end !== undefined) {
      const bytes = Buffer.alloc(end.length / 2);
      await file.read(bytes, 0, bytes.length, Math.max(0, size - bytes.length));
      if (bytes.toString("hex") !== end)
        throw new BlenderFailure("bad_output", `${name} ends too early: it was not written whole.`);
    }
    return size;
  } finally {
    await file.close();
  }
}
