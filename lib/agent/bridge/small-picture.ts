/**
 * Thumbnail and preview of a frame that was rendered elsewhere: ffmpeg in the sandbox, since no Blender here has its render
 * result. EXR is shown with sRGB's curve, not with the scene's own view transform: the remote tells nothing of that.
 */
import { execFile } from "node:child_process";
import { chmod, chown, copyFile, mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ownerIn, type SandboxWay, sandboxCommand, seenFrom } from "../blender/sandbox.ts";

const run = promisify(execFile);
const THUMBNAIL_WIDTH = 320;
const PREVIEW_WIDTH = 1920;
/** Units: milliseconds. */
const LONGEST_MS = 60_000;

export interface SmallPictures {
  thumbnail: string | null;
  preview: string | null;
}

/** Files in `folder`, null for what could not be made. `name`: the picture's, whose ending says what it is. */
export async function makeSmallPictures(facts: {
  way: SandboxWay;
  picture: string;
  name: string;
  folder: string;
  needsPreview: boolean;
  signal: AbortSignal;
}): Promise<SmallPictures> {
  const { way, folder, signal } = facts;
  const [project, scratch] = [join(folder, "in"), join(folder, "small")];
  for (const place of [project, scratch]) await mkdir(place, { mode: 0o755 });
  const owner = ownerIn(way);
  if (owner !== null) await chown(scratch, owner, owner);
  const input = `picture${/\.\w+$/.exec(facts.name)?.[0] ?? ""}`;
  await copyFile(facts.picture, join(project, input));
  await chmod(join(project, input), 0o644);
  const inside = seenFrom(way, { project, scratch, scripts: project });

  const make = async (name: string, width: number): Promise<string | null> => {
    const curve = /\.exr$/i.test(input) ? ["-apply_trc", "iec61966_2_1"] : [];
    const scale = `scale='min(${width},iw)':-1:flags=area,format=yuvj444p`;
    const words = `-v error -y -frames:v 1 -vf ${scale} -q:v 3`.split(" ");
    const args = [...curve, "-i", join(inside.project, input), ...words, join(inside.scratch, name)];
    const command = sandboxCommand(way, {
      program: "/usr/bin/ffmpeg",
      args: ["-nostdin", ...args],
      project,
      scratch,
      scripts: project,
    });
    try {
      await run(command.file, command.args, { timeout: LONGEST_MS, signal });
      const made = join(scratch, name);
      return (await stat(made)).size > 0 ? made : null;
    } catch {
      // The frame itself is there; without a small picture its tile shows a tick.
      return null;
    }
  };
  return {
    thumbnail: await make("thumbnail.jpg", THUMBNAIL_WIDTH),
    preview: facts.needsPreview ? await make("preview.jpg", PREVIEW_WIDTH) : null,
  };
}
