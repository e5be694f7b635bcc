/**
 * The node's Blenders: one open file each, kept warm between frames; spares without a file while work is expected.
 * A Blender serves one source for life, so nothing of one project is ever seen from another.
 */
import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Source } from "#lib/contract/farm/nodes.ts";
import type { BlendSummary } from "#lib/domain/blend-summary.ts";
import type { SourceId } from "#lib/domain/ids.ts";
import type { Log } from "#lib/log.ts";
import type { CachedFile } from "../cache.ts";
import { placeFiles } from "../project-folder.ts";
import { BlenderFailure } from "./failure.ts";
import { type Blender, type BlenderLimits, startBlender } from "./process.ts";
import { ownerIn, type SandboxWay, seenFrom } from "./sandbox.ts";

/** How long a scene stays open, and spares are kept, after the last sign of work. Units: milliseconds. */
export const WARM_MS = 5 * 60_000;

export interface PoolOptions {
  folder: string;
  scripts: string;
  way: SandboxWay;
  limits: () => BlenderLimits;
  /** Newest first. */
  builds: readonly { version: string; path: string }[];
  slots: () => number;
  log: Log;
}

/** A Blender with its folders; `key` is null while it is a spare. */
export interface Seat {
  readonly blender: Blender;
  readonly version: string;
  /** Python of the file runs in it: such a Blender serves only jobs that asked for that. */
  readonly runsFileScripts: boolean;
  readonly folder: string;
  /** The scratch folder, on the machine and as Blender sees it. */
  readonly scratch: string;
  readonly scratchInside: string;
  key: string | null;
  sourceId: SourceId | null;
  summary: BlendSummary | null;
  isBusy: boolean;
  isGone: boolean;
  usedAt: number;
}

export interface Pool {
  /**
   * A Blender with the main file open, the caller's until `giveBack`. `fetch` is asked for the files only when none has it
   * open. Errors: BlenderFailure, BlenderStopped, UnsafePath, those of `fetch`.
   */
  borrow(want: {
    source: Source;
    fetch: () => Promise<CachedFile[]>;
    version: string | null;
    runsFileScripts: boolean;
    signal: AbortSignal;
  }): Promise<Seat>;
  giveBack(seat: Seat): void;
  isOpen(source: Source): boolean;
  openSources(): SourceId[];
  /** Work is near: have spares. `soon`: even while all others are busy. */
  expect(soon: boolean): void;
  /** Every living Blender. */
  seats(): readonly Seat[];
  close(): Promise<void>;
}

export async function openPool(options: PoolOptions): Promise<Pool> {
  const { way, log } = options;
  await rm(options.folder, { recursive: true, force: true });
  await mkdir(options.folder, { recursive: true });
  let seats: Seat[] = [];
  let sparesUntil = 0;
  let soonUntil = 0;
  let isClosed = false;

  const start = async (build: { version: string; path: string }, runsFileScripts = false): Promise<Seat> => {
    const folder = await mkdtemp(join(options.folder, "blender-"));
    const [project, scratch] = [join(folder, "project"), join(folder, "scratch")];
    await mkdir(project);
    await mkdir(scratch);
    await chmod(project, 0o755);
    await chmod(scratch, 0o700);
    const owner = ownerIn(way);
    if (owner !== null) await chown(scratch, owner, owner);
    const run = { program: build.path, args: [], project, scratch, scripts: options.scripts };
    const seat: Seat = {
      blender: startBlender(way, run, options.limits(), runsFileScripts),
      version: build.version,
      runsFileScripts,
      folder,
      scratch,
      scratchInside: seenFrom(way, run).scratch,
      key: null,
      sourceId: null,
      summary: null,
      isBusy: false,
      isGone: false,
      usedAt: Date.now(),
    };
    if (isClosed) seat.blender.kill();
    seats.push(seat);
    void seat.blender.gone.then(async () => {
      seat.isGone = true;
      seats = seats.filter((one) => one !== seat);
      await rm(folder, { recursive: true, force: true });
    });
    return seat;
  };

  const buildFor = (version: string | null) => {
    const build = version === null ? options.builds[0] : options.builds.find((b) => b.version === version);
    if (build === undefined)
      throw new BlenderFailure("engine_missing", `This node has no Blender ${version ?? ""}.`);
    return build;
  };

  /** Room for one more: the idle one that was used longest ago goes. */
  const makeRoom = () => {
    const idle = seats
      .filter((s) => !s.isBusy && !s.isGone && s.key !== null)
      .sort((a, b) => a.usedAt - b.usedAt);
    if (seats.length > options.slots()) idle[0]?.blender.kill();
  };

  const open = async (seat: Seat, source: Source, files: readonly CachedFile[], signal: AbortSignal) => {
    const stop = () => seat.blender.kill();
    signal.addEventListener("abort", stop, { once: true });
    try {
      const project = join(seat.folder, "project");
      await placeFiles(project, files);
      await seat.blender.ready;
      seat.summary = await seat.blender.open(
        `${seenFrom(way, { project, scratch: seat.scratch, scripts: "" }).project}/${source.mainFile}`,
        true,
      );
      seat.key = source.hash;
      seat.sourceId = source.id;
      return seat;
    } catch (error) {
      // What a refused file left behind in Blender's memory is nobody's business: this one is not used again.
      seat.blender.kill();
      throw error;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  };

  const fillSpares = async () => {
    const now = Date.now();
    if (isClosed || now >= sparesUntil) return;
    const build = options.builds[0];
    const busy = seats.filter((s) => s.isBusy).length;
    const wanted = Math.max(options.slots() - busy, now < soonUntil ? 1 : 0);
    const spares = seats.filter((s) => s.key === null && !s.runsFileScripts && !s.isBusy && !s.isGone).length;
    if (build === undefined) return;
    for (let n = spares; n < wanted; n++) await start(build);
  };

  const tidy = () => {
    const now = Date.now();
    for (const seat of seats) {
      const spareInVain = seat.key === null && now >= sparesUntil;
      if (!seat.isBusy && (spareInVain || now - seat.usedAt >= WARM_MS)) seat.blender.kill();
    }
  };
  const timer = setInterval(tidy, 15_000);

  const fill = () => void fillSpares().catch((error: unknown) => log.warn("agent.spare_failed", { error }));

  return {
    async borrow({ source, fetch, version, runsFileScripts, signal }) {
      if (runsFileScripts && way === "open")
        throw new BlenderFailure(
          "sandbox_failed",
          "The job runs the file's scripts, and this node has no sandbox for them.",
        );
      const build = buildFor(version);
      const fits = seats.filter(
        (s) => !s.isBusy && !s.isGone && s.version === build.version && s.runsFileScripts === runsFileScripts,
      );
      const warm = fits.find((s) => s.key === source.hash);
      if (warm !== undefined) {
        warm.isBusy = true;
        return warm;
      }
      let files: CachedFile[];
      const spare = fits.find((s) => s.key === null);
      if (spare !== undefined) spare.isBusy = true;
      makeRoom();
      const seat = spare ?? (await start(build, runsFileScripts));
      seat.isBusy = true;
      try {
        // Blender starts meanwhile.
        files = await fetch();
      } catch (error) {
        seat.isBusy = false;
        throw error;
      }
      return await open(seat, source, files, signal);
    },
    giveBack(seat) {
      seat.isBusy = false;
      seat.usedAt = Date.now();
      sparesUntil = Date.now() + WARM_MS;
    },
    isOpen: (source) => seats.some((s) => !s.isBusy && !s.isGone && s.key === source.hash),
    openSources: () => [...new Set(seats.flatMap((s) => (s.sourceId === null ? [] : [s.sourceId])))],
    expect(soon) {
      sparesUntil = Date.now() + WARM_MS;
      if (soon) soonUntil = sparesUntil;
      fill();
    },
    seats: () => seats,
    async close() {
      isClosed = true;
      clearInterval(timer);
      const all = [...seats];
      for (const seat of all) seat.blender.kill();
      await Promise.all(all.map((seat) => seat.blender.gone));
      await rm(options.folder, { recursive: true, force: true });
    },
  };
}
