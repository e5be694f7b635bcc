/** The programs that are measured against each other, each from start to exit. Units: seconds. */
import { spawn } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/** Errors: with the program's last words when it does not exit with 0. */
export function timeProgram(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(program, [...args], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    let tail = "";
    const keep = (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-3000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("exit", (code) => {
      const seconds = (performance.now() - began) / 1000;
      if (code === 0) resolve(seconds);
      else reject(new Error(`${program} ${args.join(" ")} ended with ${code}:\n${tail}`));
    });
  });
}

/** `blender -b FILE -a`: one process, all frames of the scene's range. */
export const blenderAll = (file: string, out: string): Promise<number> =>
  timeProgram("blender", ["-b", file, "-o", join(out, "####"), "-F", "PNG", "-x", "1", "-a"]);

/** `blender -b FILE -f N`: one process for one frame. */
export const blenderOne = (file: string, out: string, frame: number): Promise<number> =>
  timeProgram("blender", ["-b", file, "-o", join(out, "####"), "-F", "PNG", "-x", "1", "-f", String(frame)]);

export const hearthRender = (
  file: string,
  out: string,
  frames: string,
  farm: { api: string; token: string },
): Promise<number> =>
  timeProgram(
    process.execPath,
    [join(ROOT, "bin/hearth.mjs"), "render", file, "--frames", frames, "--format", "png", "--out", out],
    { HEARTH_FARM: farm.api, HEARTH_TOKEN: farm.token },
  );
