/** Has a Blender of its own write a small glTF of a scene, in the sandbox, within the time and the size that are allowed. */
import { lstat, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type ModelFacts, modelFacts } from "#lib/domain/scene-model.ts";
import type { CachedFile } from "../cache.ts";
import { placeFiles } from "../project-folder.ts";
import { BlenderFailure } from "./failure.ts";
import { runOnce, TookTooLong } from "./one-shot.ts";
import type { SandboxWay } from "./sandbox.ts";

/** Blender's own start and end, beside what the script counts. Units: milliseconds. */
const START_MS = 5_000;
const FILE = "scene.glb";

const said = z.union([
  z.object({ facts: modelFacts, sizeBytes: z.number().int().positive(), seconds: z.number().nonnegative() }),
  z.object({ refused: z.string().min(1).max(2000) }),
]);

export interface SceneExport {
  files: readonly CachedFile[];
  mainFile: string;
  /** Null: the one that is active in the file. */
  scene: string | null;
  maxBytes: number;
  maxSeconds: number;
  /** Where the model is put. */
  output: string;
}

export interface ExportTools {
  /** Blender's program. */
  path: string;
  way: SandboxWay;
  workDir: string;
  scripts: string;
  signal: AbortSignal;
}

/** Either the facts, or in words why there is no model. Errors: the signal's own. */
export async function exportScene(
  { files, mainFile, scene, maxBytes, maxSeconds, output }: SceneExport,
  tools: ExportTools,
): Promise<ModelFacts | { refused: string }> {
  try {
    return await runOnce(
      {
        ...tools,
        script: "export_scene.py",
        mostMs: maxSeconds * 1000 + START_MS,
        prepare: (project) => placeFiles(project, files),
        tell: ({ project, scratch }) => ({
          file: `${project}/${mainFile}`,
          output: `${scratch}/${FILE}`,
          scene,
          maxBytes,
          seconds: maxSeconds,
        }),
      },
      async (text, scratch) => {
        const answer = said.safeParse(parsed(text));
        if (!answer.success) return { refused: "The exporter's answer could not be read." };
        if ("refused" in answer.data) return answer.data;
        await takeModel(join(scratch, FILE), maxBytes, output);
        return answer.data.facts;
      },
    );
  } catch (error) {
    if (tools.signal.aborted) throw error;
    if (error instanceof BlenderFailure) return { refused: error.message };
    return {
      refused:
        error instanceof TookTooLong
          ? `Exporting this scene takes longer than ${maxSeconds} seconds, so there is no preview of it. It renders all the same.`
          : "Blender ended while it exported this scene, so there is no preview of it.",
    };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Moves it out of reach first; a link, a file of another kind or a larger one is refused. Errors: BlenderFailure. */
async function takeModel(from: string, maxBytes: number, to: string): Promise<void> {
  await rename(from, to);
  const { size, isFile } = await lstat(to).then((stats) => ({ size: stats.size, isFile: stats.isFile() }));
  const start = Buffer.alloc(4);
  if (isFile) {
    const file = await open(to, "r");
    try {
      await file.read(start, 0, 4, 0);
    } finally {
      await file.close();
    }
  }
  if (!isFile || size > maxBytes || start.toString("latin1") !== "glTF")
    throw new BlenderFailure("bad_output", "The exporter wrote something that is no small glTF.");
}
