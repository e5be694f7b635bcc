/** Asks one Blender, in the sandbox, what works: by rendering 8 x 8 pixels with each engine and with the denoiser. */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BlenderBuild } from "#lib/domain/node.ts";
import { ENGINES } from "#lib/domain/render-settings.ts";
import { ownerIn, type SandboxWay, sandboxCommand, seenFrom } from "./sandbox.ts";

/** A first start may compile shaders on a slow processor. Units: milliseconds. */
const PROBE_MS = 120_000;
const MAX_TALK = 8 * 2 ** 20;

interface Answer {
  version: string;
  works: boolean;
  devices: string[];
}

/** Errors: the Blender does not start at all, or not even Cycles' question gets an answer. */
export async function probeBlender(
  path: string,
  options: { way: SandboxWay; workDir: string; scripts: string },
): Promise<BlenderBuild> {
  // Each question in a Blender of its own: one whose graphics driver crashes takes no other answer with it.
  const questions = [...ENGINES, "DENOISE"] as const;
  const answers = await Promise.all(
    questions.map((question) =>
      ask(path, question, options).catch((error: unknown) =>
        question === "CYCLES" ? Promise.reject(error as Error) : null,
      ),
    ),
  );
  const [cycles, , , denoise] = answers;
  if (!cycles) throw new Error("Blender gave no answer.");
  return {
    version: cycles.version,
    engines: ENGINES.filter((_, i) => answers[i]?.works === true),
    denoisers: denoise?.works ? ["OPENIMAGEDENOISE"] : [],
    devices: cycles.devices,
  };
}

async function ask(
  path: string,
  question: string,
  { way, workDir, scripts }: { way: SandboxWay; workDir: string; scripts: string },
): Promise<Answer> {
  const folder = await mkdtemp(join(workDir, "probe-"));
  try {
    const [project, scratch] = [join(folder, "project"), join(folder, "scratch")];
    await Promise.all([mkdir(project), mkdir(scratch)]);
    await Promise.all([chmod(project, 0o755), chmod(scratch, 0o700)]);
    const owner = ownerIn(way);
    if (owner !== null) await chown(scratch, owner, owner);
    const nonce = randomBytes(16).toString("hex");
    const run = { program: path, project, scratch, scripts };
    const seen = seenFrom(way, run);
    const script = ["-P", `${seen.scripts}/probe.py`, "--", question, `${seen.scratch}/probe.png`, nonce];
    const args = ["-b", "--factory-startup", "--disable-autoexec", "--python-exit-code", "7", ...script];
    const command = sandboxCommand(way, { ...run, args });
    const talk = await new Promise<string>((resolve, reject) => {
      const settings = { timeout: PROBE_MS, killSignal: "SIGKILL", maxBuffer: MAX_TALK } as const;
      execFile(command.file, command.args, settings, (error, stdout) => {
        if (error) reject(error);
        else resolve(stdout);
      });
    });
    const line = talk.split("\n").find((one) => one.startsWith(nonce));
    if (line === undefined) throw new Error("Blender gave no answer.");
    return JSON.parse(line.slice(nonce.length)) as Answer;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
