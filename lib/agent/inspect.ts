/** An inspection: what Blender finds in a project's file. The Blender that looked keeps it open for the render. */
import type { Farm } from "#lib/client/index.ts";
import type { Inspection } from "#lib/contract/farm/nodes.ts";
import type { BlendSummary } from "#lib/domain/blend-summary.ts";
import { compareVersions, minorVersion } from "#lib/domain/node.ts";
import type { Log } from "#lib/log.ts";
import { pause } from "#lib/time.ts";
import { BlenderFailure } from "./blender/failure.ts";
import { readBlendHeader } from "./blender/file-header.ts";
import type { Pool } from "./blender/pool.ts";
import { mainFileOf, type SourceCache } from "./cache.ts";
import { failureOf } from "./render-frame.ts";
import { isPassing } from "./report-buffer.ts";

const RETRY_MS = 500;

export interface InspectTools {
  farm: Farm;
  cache: SourceCache;
  pool: Pool;
  /** "3.4.1" of the newest Blender here; null when there is none. */
  newest: string | null;
  signal: AbortSignal;
  log: Log;
}

type Result = { kind: "summary"; summary: BlendSummary } | { kind: "unreadable"; problem: string };

/** Never throws; the platform asks again when nothing comes back. */
export async function inspect(inspection: Inspection, tools: InspectTools): Promise<void> {
  const { inspectionId } = inspection;
  const result = await look(inspection, tools);
  while (!tools.signal.aborted) {
    try {
      await tools.farm.inspections.finish({
        params: { inspectionId },
        body: { result },
        signal: tools.signal,
      });
      return;
    } catch (error) {
      if (!isPassing(error)) {
        if (!tools.signal.aborted)
          tools.log.warn("agent.inspection_dropped", { inspectionId, error: String(error) });
        return;
      }
      await pause(RETRY_MS, tools.signal);
    }
  }
}

async function look({ source }: Inspection, tools: InspectTools): Promise<Result> {
  const { cache, pool, newest, signal } = tools;
  try {
    const fetch = async () => {
      const files = await cache.get(source, signal);
      checkReadable(await readBlendHeader(mainFileOf(source, files)), newest);
      return files;
    };
    const seat = await pool.borrow({ source, fetch, version: null, runsFileScripts: false, signal });
    pool.giveBack(seat);
    if (seat.summary === null)
      throw new BlenderFailure("file_unreadable", "Blender said nothing about the file.");
    return { kind: "summary", summary: seat.summary };
  } catch (error) {
    return { kind: "unreadable", problem: failureOf(error).message };
  }
}

/** Much newer files crash an older Blender: it is not even tried. */
export function checkReadable(savedBy: string, newest: string | null): void {
  if (newest === null)
    throw new BlenderFailure("engine_missing", "The node has no Blender to open the file with.");
  if (compareVersions(savedBy, minorVersion(newest)) > 0)
    throw new BlenderFailure(
      "file_too_new",
      `The file was saved by Blender ${savedBy}, newer than this farm's ${newest}. Save it for an older version, or ask for an update of the farm.`,
    );
}
