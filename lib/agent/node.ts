/** One node's life on the farm: registers, asks for work, renders as many frames at once as pays, leaves in good order. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Farm } from "#lib/client/index.ts";
import type { NodeId } from "#lib/domain/ids.ts";
import type { NodeCapabilities } from "#lib/domain/node.ts";
import type { Log } from "#lib/log.ts";
import { pause } from "#lib/time.ts";
import { createBell } from "./bell.ts";
import type { FoundBlender } from "./blender/find.ts";
import { openPool } from "./blender/pool.ts";
import type { SandboxWay } from "./blender/sandbox.ts";
import { openCache } from "./cache.ts";
import { openEnergyMeter } from "./energy.ts";
import { createHands, type FrameInHand, isScript } from "./hands.ts";
import { keepBeating } from "./heartbeat.ts";
import { inspect } from "./inspect.ts";
import type { Machine } from "./machine.ts";
import { createMeasurer } from "./measure.ts";
import { joinFarm } from "./membership.ts";
import { type RenderCost, renderFrame } from "./render-frame.ts";
import { openReportBuffer } from "./report-buffer.ts";
import { makeModel } from "./scene-model.ts";
import { openScriptRoom } from "./script/room.ts";
import { listSourceFiles } from "./source-files.ts";

export interface NodeOptions {
  farm: Farm;
  stream: { baseUrl: string; credential: string };
  nodeId: NodeId;
  nodeName: string;
  capabilities: NodeCapabilities;
  machine: Machine;
  builds: readonly FoundBlender[];
  /** Null: nothing may be run here; the node shows itself and why, and takes no work. */
  way: SandboxWay | null;
  scripts: string;
  workDir: string;
  hangSeconds: number;
  log: Log;
  signal: AbortSignal;
}

const DRAIN_MS = 1500;

export async function runNode(options: NodeOptions): Promise<void> {
  const { farm, nodeId, log, machine, signal } = options;
  const hands = createHands();
  const bell = createBell();
  const member = joinFarm({ ...options, hands, bell });
  const energy = openEnergyMeter();
  const measurer = createMeasurer(machine, () => performance.now());
  /** Fires when deliveries under way at the end have had their time. */
  const cut = new AbortController();
  const running = new Set<Promise<void>>();
  const inspecting = new Set<Promise<void>>();
  const exporter = options.builds.find((build) => build.exports === true);
  /** One at a time: it works beside the frames. */
  const modelling = new Set<Promise<void>>();

  await mkdir(options.workDir, { recursive: true });
  const cache = await openCache(join(options.workDir, "sources"), (source, stop) =>
    listSourceFiles(farm, source, stop),
  );
  const pool = await openPool({
    folder: join(options.workDir, "run"),
    scripts: options.scripts,
    way: options.way ?? "user",
    limits: () => ({ hangSeconds: options.hangSeconds, memoryBytes: machine.memoryBytes * 0.9 }),
    builds: options.builds,
    slots: () => measurer.slots(),
    log,
  });
  const forget = (frame: FrameInHand) => {
    hands.remove(frame);
    bell.ring();
  };
  const reports = await openReportBuffer({
    folder: join(options.workDir, "reports"),
    farm,
    log,
    signal: cut.signal,
    onDone: forget,
  });

  const scripts = await openScriptRoom({
    folder: join(options.workDir, "scripts"),
    way: options.way,
    machine,
    reports,
    fetch: (source, stop) => cache.get(source, stop),
  });

  /** A picture keeps as many cores busy as measuring gave it, a command one. */
  const hasRoom = (frame: FrameInHand): boolean => {
    const slots = measurer.slots();
    const used = (running.size * machine.cores) / slots + scripts.running();
    if (isScript(frame)) return scripts.running() < machine.cores && used < machine.cores;
    return running.size < slots && (scripts.running() === 0 || used < machine.cores);
  };

  const pump = () => {
    while (!signal.aborted) {
      const frame = hands.next((lease) => pool.isOpen(lease.source), hasRoom);
      if (frame === null) break;
      if (isScript(frame)) {
        void scripts.run(frame).finally(() => afterFrame(frame));
        continue;
      }
      // A slot that stood empty since makes the next measurement mean nothing.
      const isAlone = () => scripts.running() === 0;
      let isFull = running.size + 1 === measurer.slots() && isAlone();
      const onRendered = ({ residentBytes }: RenderCost) => {
        isFull &&= running.size === measurer.slots() && isAlone();
        measurer.rendered({ scene: frame.lease.source.hash, residentBytes, isFull });
      };
      const tools = { cache, pool, reports, threads: () => machine.cores, onRendered, energy };
      const going = renderFrame(frame, tools).finally(() => {
        running.delete(going);
        afterFrame(frame);
      });
      running.add(going);
    }
    bell.ring();
  };

  const afterFrame = (frame: FrameInHand) => {
    if (frame.phase !== "uploading") hands.remove(frame);
    pump();
    bell.ring();
  };

  const acquire = async (inspectionsOnly: boolean) => {
    const work = await farm.leases.acquire({
      body: {
        nodeId,
        openSources: pool.openSources().slice(0, 64),
        slots: measurer.slots(),
        coresPerFrame: machine.cores / measurer.slots(),
        inspectionsOnly,
        models: exporter !== undefined && modelling.size === 0,
      },
      signal,
    });
    if (work === null) return;
    if (work.kind === "inspection") {
      const newest = options.builds[0]?.version ?? null;
      const going = inspect(work, { farm, cache, pool, newest, signal, log }).finally(() =>
        inspecting.delete(going),
      );
      inspecting.add(going);
      return;
    }
    if (work.kind === "scene-model") {
      if (exporter === undefined || options.way === null) return;
      const { way, workDir, scripts } = options;
      const going = makeModel(work, { farm, cache, build: exporter, way, workDir, scripts, signal, log });
      const kept = going.finally(() => modelling.delete(kept));
      modelling.add(kept);
      return;
    }
    log.info("agent.leased", { leaseId: work.leaseId, jobId: work.jobId, frames: work.frames.length });
    hands.add(work);
    pump();
  };

  await member.register();
  const canWork =
    options.way !== null && (options.builds.length > 0 || options.capabilities.runsScripts === true);
  const beating = keepBeating({
    farm,
    nodeId,
    cores: machine.cores,
    hands,
    slots: () => ({ slots: measurer.slots(), slotsNote: measurer.note() }),
    bell,
    onRevoked: member.revoke,
    register: member.register,
    signal,
    log,
  });
  const asking = canWork
    ? [
        member.keepAsking(
          () => hands.waiting() === 0,
          () => acquire(false),
        ),
        member.keepAsking(
          () => hands.waiting() > 0,
          () => acquire(true),
        ),
      ]
    : [];
  await Promise.all([beating, member.listen(() => pool.expect()), ...asking]);
  hands.dropUnfinished();
  await Promise.all([pool.close(), scripts.closed()]);
  await Promise.race([reports.drained(), pause(DRAIN_MS)]);
  cut.abort();
  energy.close();
  hands.dropAll();
  await Promise.allSettled([...running, ...inspecting, ...modelling]);
  await member.leave();
}
