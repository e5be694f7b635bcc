/** One leased frame from its source to its report: the same way for every frame, whatever goes wrong. */
import { lstat, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FailureCode } from "#lib/domain/frame.ts";
import { isBrowserImage } from "#lib/domain/output.ts";
import { BlenderFailure, BlenderStopped } from "./blender/failure.ts";
import type { FactOf } from "./blender/facts.ts";
import { checkPicture } from "./blender/image-check.ts";
import { readBlendHeader } from "./blender/file-header.ts";
import type { BlenderLine } from "./blender/output.ts";
import { createPhaseMeter } from "./blender/phases.ts";
import type { Pool, Seat } from "./blender/pool.ts";
import { mainFileOf, type SourceCache } from "./cache.ts";
import { SourcePathError } from "#lib/domain/source.ts";
import type { RenderLease } from "#lib/contract/farm/nodes.ts";
import type { EnergyMeter } from "./energy.ts";
import { createUsageMeter, type InHand } from "./hands.ts";
import { UnsafePath } from "./paths.ts";
import type { ReportBuffer } from "./report-buffer.ts";
import { TransferError } from "./transfer.ts";

/** Names that no output of Blender has; worker.py leaves them out of its list. */
const THUMBNAIL = ".hearth-thumbnail.jpg";
const PREVIEW = ".hearth-preview.jpg";

export interface RenderTools {
  cache: SourceCache;
  pool: Pool;
  reports: ReportBuffer;
  /** Threads for a frame that starts now. */
  threads: () => number;
  /** A frame's measurements, for the decision how many Blenders to run. */
  onRendered: (cost: RenderCost) => void;
  energy: EnergyMeter;
}

/** Units: bytes, seconds. */
export type RenderCost = Pick<FactOf<"rendered">, "residentBytes" | "seconds" | "coreSeconds">;

/**
 * Resolves when the Blender is free for the next frame; upload and report go on behind. Never throws: failures are
 * reported, a stopped frame is silently over.
 */
export async function renderFrame(frame: InHand<RenderLease>, tools: RenderTools): Promise<void> {
  const signal = frame.stop.signal;
  const startedAt = Date.now();
  let seat: Seat | null = null;
  let folder: string | null = null;
  let peakBytes: number | null = null;
  const kill = () => seat?.blender.kill();
  signal.addEventListener("abort", kill, { once: true });
  try {
    const { source, blenderVersion } = frame.lease;
    const fetch = async () => {
      const files = await tools.cache.get(source, signal);
      await readBlendHeader(mainFileOf(source, files));
      return files;
    };
    const runsFileScripts = frame.lease.settings.fileScripts === "on";
    const wanted = { source, fetch, version: blenderVersion, runsFileScripts, signal };
    seat = await tools.pool.borrow(wanted);
    signal.throwIfAborted();
    frame.phase = "rendering";
    const { blender } = seat;
    frame.usage = createUsageMeter(() => blender.cost());
    folder = await tools.reports.folderFor(frame);
    const [cpuAtStart, renderingSince] = [blender.cost().cpuSeconds, Date.now()];
    const meter = createPhaseMeter();
    const energy = tools.energy.begin();
    const onLine = (line: BlenderLine) => {
      meter.onLine(line);
      if (line.samples !== null) Object.assign(frame, line.samples);
      if (line.peakBytes !== null) {
        peakBytes = Math.max(peakBytes ?? 0, line.peakBytes);
        frame.memoryBytes = peakBytes;
      }
    };
    const inside = seat.scratchInside;
    const needsPreview = !isBrowserImage(frame.leased.fileName);
    const going = seat.blender.render(
      {
        frame: frame.leased.frame,
        settings: frame.lease.settings,
        threads: tools.threads(),
        dir: inside,
        thumbnail: `${inside}/${THUMBNAIL}`,
        preview: needsPreview ? `${inside}/${PREVIEW}` : null,
      },
      { onLine, onCpu: (coreSeconds) => meter.onCpu(coreSeconds) },
    );
    let rendered = await going.rendered;
    // The file's own scripts could speak in the name of ours: then what it cost is as the kernel counts it.
    if (runsFileScripts)
      rendered = { ...rendered, ...measuredSince(renderingSince, cpuAtStart, blender.cost()) };
    tools.onRendered(rendered);
    const cost = {
      seconds: rendered.seconds,
      coreSeconds: rendered.coreSeconds,
      peakMemoryBytes: peakBytes ?? rendered.residentBytes,
      log: seat.blender.log(),
      ...meter.phases(),
      isCold: rendered.isCold,
      joules: energy(rendered.coreSeconds) ?? undefined,
    };
    const name = rendered.files[0];
    if (name === undefined)
      throw new BlenderFailure("no_output", "Blender finished without writing a picture.");
    if (rendered.files.length > 1)
      throw new BlenderFailure(
        "no_output",
        `Blender wrote several pictures for one frame (${rendered.files.slice(0, 4).join(", ")}): choose one view.`,
      );
    const output = join(folder, "output");
    await move(join(seat.scratch, name), output);
    const sizeBytes = await checkPicture(output, name);
    const [from, into] = [seat.scratch, folder];
    const pictures = going.pictured.then(async () => {
      const thumbnail = await moveIfThere(join(from, THUMBNAIL), join(into, "thumbnail"));
      const preview = needsPreview ? await moveIfThere(join(from, PREVIEW), join(into, "preview")) : null;
      return { thumbnail, preview };
    });
    // The frame itself is there: a Blender that dies over its small picture costs only that.
    const whatever = pictures.catch(() => ({ thumbnail: null, preview: null }));
    tools.reports.send({ kind: "finished", frame, cost, output, sizeBytes, pictures: whatever }, folder);
    await whatever;
  } catch (error) {
    if (signal.aborted || error instanceof BlenderStopped) {
      if (folder !== null) await rm(folder, { recursive: true, force: true });
      return;
    }
    const { code, message } = failureOf(error);
    const seconds = (Date.now() - startedAt) / 1000;
    const cost = { seconds, coreSeconds: 0, peakMemoryBytes: peakBytes, log: seat?.blender.log() ?? "" };
    tools.reports.send({ kind: "failed", frame, cost, failure: code, message }, folder);
  } finally {
    signal.removeEventListener("abort", kill);
    frame.usage = null;
    if (seat !== null) tools.pool.giveBack(seat);
  }
}

function measuredSince(
  since: number,
  cpuAtStart: number,
  now: { cpuSeconds: number; residentBytes: number },
): RenderCost {
  return {
    seconds: (Date.now() - since) / 1000,
    coreSeconds: Math.max(0, now.cpuSeconds - cpuAtStart),
    residentBytes: now.residentBytes,
  };
}

export function failureOf(error: unknown): { code: FailureCode; message: string } {
  if (error instanceof BlenderFailure) return error;
  if (error instanceof UnsafePath || error instanceof SourcePathError)
    return { code: "file_unreadable", message: error.message };
  if (error instanceof TransferError) return { code: "source_damaged", message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  if ((error as NodeJS.ErrnoException).code === "ENOSPC") return { code: "disk_full", message };
  return { code: "script_error", message };
}

/**
 * Takes a file out of the scratch folder. Renaming follows no link, and only then, where Blender can't reach it any more,
 * is looked at what it is: a link that Blender made to one of the machine's files must not be uploaded.
 */
async function move(from: string, to: string): Promise<number> {
  await rename(from, to);
  const is = await lstat(to);
  if (!is.isFile()) {
    await rm(to, { recursive: true, force: true });
    throw new BlenderFailure(
      "bad_output",
      "Blender left something else than a file where its picture should be.",
    );
  }
  return is.size;
}

/** Null when Blender made none. */
async function moveIfThere(from: string, to: string): Promise<string | null> {
  try {
    return (await move(from, to)) > 0 ? to : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
