/** Asks one Blender, in the sandbox, what works: by rendering 8 x 8 pixels with each engine and with the denoiser. */
import type { BlenderBuild } from "#lib/domain/node.ts";
import { ENGINES } from "#lib/domain/render-settings.ts";
import { runOnce } from "./one-shot.ts";
import type { SandboxWay } from "./sandbox.ts";

/** A first start may compile shaders on a slow processor. Units: milliseconds. */
const PROBE_MS = 120_000;

interface Answer {
  version: string;
  works: boolean;
  devices: string[];
  exports: boolean;
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
    exports: cycles.exports,
  };
}

const ask = (
  path: string,
  question: string,
  options: { way: SandboxWay; workDir: string; scripts: string },
): Promise<Answer> =>
  runOnce(
    {
      ...options,
      path,
      script: "probe.py",
      mostMs: PROBE_MS,
      tell: ({ scratch }) => ({ question, output: `${scratch}/probe.png` }),
    },
    (said) => JSON.parse(said) as Answer,
  );
