/** What the node has in hand: leased frames from the moment they are granted until their report is delivered. Pure state. */
import type { FrameProgress } from "#lib/contract/farm/jobs.ts";
import type { RenderLease, ScriptLease } from "#lib/contract/farm/nodes.ts";
import type { LeasePhase } from "#lib/domain/frame.ts";
import type { LeaseId } from "#lib/domain/ids.ts";
import type { Traffic } from "./traffic.ts";

export type WorkLease = RenderLease | ScriptLease;

export interface InHand<L extends WorkLease> {
  readonly lease: L;
  readonly leased: L["frames"][number];
  phase: "waiting" | LeasePhase;
  /** Samples, or steps of the engine; zeros while nothing is known. */
  done: number;
  total: number;
  memoryBytes: number | null;
  /** What its Blender has used so far; null while none renders it. */
  usage: UsageMeter | null;
  /** Fires when the frame is no longer wanted: revoked, or the node leaves. */
  readonly stop: AbortController;
}
export type FrameInHand = InHand<RenderLease> | InHand<ScriptLease>;

export const isScript = (frame: FrameInHand): frame is InHand<ScriptLease> => frame.lease.kind === "script";
export const isRender = (frame: FrameInHand): frame is InHand<RenderLease> => frame.lease.kind === "render";

/** Each call tells of the time since the one before. */
export type UsageMeter = () => { busyCores: number; residentBytes: number };

/** Shape: a reader of sums (cpuSeconds so far) → cores kept busy between two looks. */
export function createUsageMeter(
  read: () => { cpuSeconds: number; residentBytes: number },
  now: () => number = Date.now,
): UsageMeter {
  let before = { at: now(), cpuSeconds: read().cpuSeconds };
  return () => {
    const { cpuSeconds, residentBytes } = read();
    const at = now();
    const seconds = (at - before.at) / 1000;
    const busyCores = seconds > 0 ? Math.max(0, (cpuSeconds - before.cpuSeconds) / seconds) : 0;
    before = { at, cpuSeconds };
    return { busyCores: Math.round(busyCores * 100) / 100, residentBytes };
  };
}

export interface Hands {
  add(lease: WorkLease): void;
  /**
   * The next waiting frame, in the order they were granted; one whose file is open comes first. Null: none waits, or there
   * is no room for the one whose turn it is.
   */
  next(
    isOpen: (lease: RenderLease) => boolean,
    hasRoom?: (frame: FrameInHand) => boolean,
  ): FrameInHand | null;
  /** Its report is delivered, or nobody wants it any more. */
  remove(frame: FrameInHand): void;
  /** Stops and forgets every frame of the lease. */
  drop(leaseId: LeaseId): void;
  dropAll(): void;
  /** Stops what is not rendered yet; what only has to be delivered stays. */
  dropUnfinished(): void;
  waiting(): number;
  all(): readonly FrameInHand[];
  /**
   * As a heartbeat names them: every lease, with those of its frames that began. Frames that fetch share what came in since the
   * last one, those that deliver what went out; one that renders has no network.
   */
  progress(traffic?: Traffic, clockGHz?: number): { leaseId: LeaseId; frames: FrameProgress[] }[];
}

export function createHands(): Hands {
  let frames: FrameInHand[] = [];
  const dropWhere = (isDropped: (frame: FrameInHand) => boolean) => {
    const dropped = frames.filter(isDropped);
    frames = frames.filter((frame) => !isDropped(frame));
    for (const frame of dropped) frame.stop.abort();
  };
  return {
    add(lease) {
      const fresh = () => ({
        phase: "waiting" as const,
        done: 0,
        total: 0,
        memoryBytes: null,
        usage: null,
        stop: new AbortController(),
      });
      if (lease.kind === "script")
        frames.push(...lease.frames.map((leased) => ({ lease, leased, ...fresh() })));
      else frames.push(...lease.frames.map((leased) => ({ lease, leased, ...fresh() })));
    },
    next(isOpen, hasRoom = () => true) {
      const waiting = frames.filter((frame) => frame.phase === "waiting");
      const frame = waiting.find((one) => isRender(one) && isOpen(one.lease)) ?? waiting[0];
      if (frame === undefined || !hasRoom(frame)) return null;
      frame.phase = "fetching";
      return frame;
    },
    remove(frame) {
      frames = frames.filter((one) => one !== frame);
    },
    drop: (leaseId) => dropWhere((frame) => frame.lease.leaseId === leaseId),
    dropAll: () => dropWhere(() => true),
    dropUnfinished: () => dropWhere((frame) => frame.phase !== "uploading"),
    waiting: () => frames.filter((frame) => frame.phase === "waiting").length,
    all: () => frames,
    progress(traffic = { inKbps: 0, outKbps: 0 }, clockGHz = 0) {
      const sharers = (phase: LeasePhase) => Math.max(1, frames.filter((one) => one.phase === phase).length);
      const inKbps = Math.round(traffic.inKbps / sharers("fetching"));
      const outKbps = Math.round(traffic.outKbps / sharers("uploading"));
      const byLease = new Map<LeaseId, FrameProgress[]>();
      for (const { lease, leased, phase, done, total, memoryBytes, usage } of frames) {
        const list = byLease.get(lease.leaseId) ?? [];
        byLease.set(lease.leaseId, list);
        if (phase === "waiting") continue;
        const used = phase === "rendering" ? usage?.() : undefined;
        list.push({
          frame: leased.frame,
          phase,
          done,
          total,
          memoryBytes: used?.residentBytes ?? memoryBytes,
          ...(used && { busyCores: used.busyCores }),
          networkInKbps: phase === "fetching" ? inKbps : 0,
          networkOutKbps: phase === "uploading" ? outKbps : 0,
          ...(clockGHz > 0 && { clockGHz }),
        });
      }
      return [...byLease].map(([leaseId, list]) => ({ leaseId, frames: list }));
    },
  };
}
