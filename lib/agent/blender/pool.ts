/**
 * The node's Blenders: one open file each, kept warm between frames, and one without a file that stands ready.
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

/** How long a scene stays open after its last frame. Units: milliseconds. */
export const WARM_MS = 5 * 60_000;
/**
 * Without work for so long, a Blender that was used up is replaced: half a second of all cores, which no frame should pay.
 * Units: milliseconds.
 */
const REST_MS = 1000;

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
  /** Work is near: one without a file stands ready, even while others render. */
  expect(): void;
  /** Every living Blender. */
  seats(): readonly Seat[];
  close(): Promise<void>;
}

export async function openPool(options: PoolOptions): Promise<Pool> {
  const { way, log } = options;
  await rm(options.folder, { recursive: true, force: true });
  await mkdir(options.folder, { recursive: true });
  let seats: Seat[] = [];
  /** Files that are being opened right now; resolves when one is open, or could not be. */
  const opening = new Map<string, Promise<void>>();
  const openingKey = (source: Source, version: string) => `${source.hash} ${version}`;
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
      // One that ends without having been used ends again: `tidy` tries it now and then.
      if (seat.isBusy || seat.key !== null) refill();
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
      const root = seenFrom(way, { project, scratch: seat.scratch, scripts: "" }).project;
      const file = { path: `${root}/${source.mainFile}`, root, remaps: source.remaps };
      seat.summary = await seat.blender.open(file, true);
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

  const isBlank = (seat: Seat) => seat.key === null && !seat.isBusy && !seat.isGone;
  const isReady = (seat: Seat) => isBlank(seat) && !seat.runsFileScripts;
  let starting = false;
  const haveSpare = () => {
    const build = options.builds[0];
    if (isClosed || starting || build === undefined || seats.some(isReady)) return;
    starting = true;
    start(build)
      .catch((error: unknown) => log.warn("agent.spare_failed", { error }))
      .finally(() => (starting = false));
  };
  const isResting = () => seats.every((seat) => !seat.isBusy);
  let rest: NodeJS.Timeout | undefined;
  const refill = () => {
    clearTimeout(rest);
    if (!isClosed) rest = setTimeout(() => isResting() && haveSpare(), REST_MS);
  };

  const tidy = () => {
    const now = Date.now();
    for (const seat of seats)
      if (!seat.isBusy && seat.key !== null && now - seat.usedAt >= WARM_MS) seat.blender.kill();
    if (isResting()) haveSpare();
  };
  const timer = setInterval(tidy, 15_000);
  haveSpare();

  return {
    async borrow({ source, fetch, version, runsFileScripts, signal }) {
      if (runsFileScripts && way === "open")
        throw new BlenderFailure(
          "sandbox_failed",
          "The job runs the file's scripts, and this node has no sandbox for them.",
        );
      const build = buildFor(version);
      // Whoever inspects a file opens it for all: another Blender would start only to open it once more, and later.
      const atWork = seats.filter((s) => s.isBusy && !s.isGone).length;
      const others = opening.get(openingKey(source, build.version));
      if (others !== undefined && !runsFileScripts && atWork >= options.slots()) {
        await others;
        // It is given back in the same turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
      signal.throwIfAborted();
      const fits = seats.filter(
        (s) => !s.isBusy && !s.isGone && s.version === build.version && s.runsFileScripts === runsFileScripts,
      );
      const warm = fits.find((s) => s.key === source.hash);
      if (warm !== undefined) {
        warm.isBusy = true;
        return warm;
      }
      const spare = fits.find(isBlank);
      if (spare !== undefined) spare.isBusy = true;
      makeRoom();
      const openIn = async (): Promise<Seat> => {
        const seat = spare ?? (await start(build, runsFileScripts));
        seat.isBusy = true;
        let files: CachedFile[];
        try {
          // Blender starts meanwhile.
          files = await fetch();
        } catch (error) {
          seat.isBusy = false;
          throw error;
        }
        return await open(seat, source, files, signal);
      };
      const opened = openIn();
      if (runsFileScripts) return await opened;
      const key = openingKey(source, build.version);
      const settled = opened.then(
        () => undefined,
        () => undefined,
      );
      opening.set(key, settled);
      try {
        return await opened;
      } finally {
        if (opening.get(key) === settled) opening.delete(key);
      }
    },
    giveBack(seat) {
      seat.isBusy = false;
      seat.usedAt = Date.now();
      refill();
    },
    isOpen: (source) => seats.some((s) => !s.isBusy && !s.isGone && s.key === source.hash),
    openSources: () => [...new Set(seats.flatMap((s) => (s.sourceId === null ? [] : [s.sourceId])))],
    expect: haveSpare,
    seats: () => seats,
    async close() {
      isClosed = true;
      clearInterval(timer);
      clearTimeout(rest);
      const all = [...seats];
      for (const seat of all) seat.blender.kill();
      await Promise.all(all.map((seat) => seat.blender.gone));
      await rm(options.folder, { recursive: true, force: true });
    },
  };
}
