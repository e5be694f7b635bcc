/** A scene model: exported by a Blender of its own, beside the frames, put into storage and told of. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Farm } from "#lib/client/index.ts";
import type { Modelling } from "#lib/contract/farm/nodes.ts";
import type { ModelFacts } from "#lib/domain/scene-model.ts";
import type { Log } from "#lib/log.ts";
import { pause } from "#lib/time.ts";
import { exportScene } from "./blender/export-scene.ts";
import { readBlendHeader } from "./blender/file-header.ts";
import type { FoundBlender } from "./blender/find.ts";
import type { SandboxWay } from "./blender/sandbox.ts";
import { mainFileOf, type SourceCache } from "./cache.ts";
import { checkReadable } from "./inspect.ts";
import { failureOf } from "./render-frame.ts";
import { isPassing } from "./report-buffer.ts";
import { putFile, TransferError } from "./transfer.ts";

const RETRY_MS = 500;
const UPLOAD_TRIES = 5;

export interface ModelTools {
  farm: Farm;
  cache: SourceCache;
  /** The newest Blender here that can export. */
  build: FoundBlender;
  way: SandboxWay;
  workDir: string;
  scripts: string;
  signal: AbortSignal;
  log: Log;
}

type Result = { kind: "model"; facts: ModelFacts } | { kind: "none"; problem: string };

/** Never throws; the platform asks again when nothing comes back. */
export async function makeModel(work: Modelling, tools: ModelTools): Promise<void> {
  const { modelId } = work;
  const { signal, log } = tools;
  const result = await make(work, tools);
  while (!signal.aborted) {
    try {
      await tools.farm.sceneModels.finish({ params: { modelId }, body: { result }, signal });
      return;
    } catch (error) {
      if (!isPassing(error)) {
        if (!signal.aborted) log.warn("agent.model_dropped", { modelId, error: String(error) });
        return;
      }
      await pause(RETRY_MS, signal);
    }
  }
}

async function make(work: Modelling, tools: ModelTools): Promise<Result> {
  const { source, modelId } = work;
  const output = join(tools.workDir, `probe-${modelId}.glb`);
  try {
    const files = await tools.cache.get(source, tools.signal);
    checkReadable(await readBlendHeader(mainFileOf(source, files)), tools.build.version);
    const made = await exportScene(
      { ...work, files, mainFile: source.mainFile ?? "", output },
      { ...tools, path: tools.build.path },
    );
    if ("refused" in made) return { kind: "none", problem: made.refused };
    await upload(work.outputUrl, output, tools.signal);
    return { kind: "model", facts: made };
  } catch (error) {
    return { kind: "none", problem: failureOf(error).message };
  } finally {
    await rm(output, { force: true });
  }
}

async function upload(url: string, path: string, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await putFile(url, path, signal);
    } catch (error) {
      if (signal.aborted || attempt === UPLOAD_TRIES || !(error instanceof TransferError && error.isPassing))
        throw error;
      await pause(RETRY_MS * attempt, signal);
    }
  }
}
