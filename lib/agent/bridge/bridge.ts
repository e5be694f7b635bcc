/**
 * A node whose frames are rendered by somebody else's platform, one that speaks Qarnot's API and nothing of ours: leases
 * frames here, submits them there as tasks, brings the pictures back. Nothing above a node notices. What is in a file is
 * still asked of a Blender on this machine, where there is one.
 */
import { join } from "node:path";
import { createRemoteFarm, type RemoteFarm } from "#lib/client/index.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { NodeCapabilities } from "#lib/domain/node.ts";
import { ENGINES } from "#lib/domain/render-settings.ts";
import type { Log } from "#lib/log.ts";
import { pause } from "#lib/time.ts";
import { createBell } from "../bell.ts";
import { openPool } from "../blender/pool.ts";
import { openCache } from "../cache.ts";
import { createHands, isRender } from "../hands.ts";
import { keepBeating } from "../heartbeat.ts";
import { inspect } from "../inspect.ts";
import type { Machine } from "../machine.ts";
import { joinFarm } from "../membership.ts";
import type { NodeOptions } from "../node.ts";
import { openReportBuffer } from "../report-buffer.ts";
import { listSourceFiles } from "../source-files.ts";
import { openRemoteStorage } from "./remote-storage.ts";
import { runRemoteJob } from "./remote-job.ts";

/** Where the other platform is, and whose account is used there. */
export interface RemotePlatform {
  url: string;
  storageUrl: string;
  token: string;
}

/** As for any node; the Blenders here only look into files, and what can be rendered is asked of the other platform. */
export interface BridgeOptions extends Omit<NodeOptions, "capabilities"> {
  remote: RemotePlatform;
}

/** A job's frames become one task when no more are queued, or when none came for this long. Units: milliseconds. */
const GATHER_MS = 3000;
/** More frames than this are not held at once: others may have nodes of their own for the rest. */
const MOST_FRAMES = 1000;
const RETRY_MS = 5000;
const DRAIN_MS = 1500;
/** Where the account tells no limit. */
const GUESSED_CORES = 64;

interface Account {
  email: string;
  profiles: string[];
  capabilities: NodeCapabilities;
}

async function readAccount(remote: RemoteFarm, machine: Machine, signal: AbortSignal): Promise<Account> {
  const [info, profiles] = await Promise.all([
    remote.account.info({ signal }),
    remote.account.profiles({ signal }),
  ]);
  const versions = profiles.flatMap((name) => /^blender-(\d+\.\d+)/.exec(name)?.[1] ?? []);
  const isBlender = profiles.some((name) => name === "blender" || name.startsWith("blender-"));
  // A platform with one unversioned profile renders with whatever it has: taken for new enough.
  const known = versions.length > 0 ? [...new Set(versions)] : isBlender ? ["99.0"] : [];
  return {
    email: info.email,
    profiles,
    capabilities: {
      ...machine,
      cores: info.maxCores > 0 ? info.maxCores : GUESSED_CORES,
      cpuModel: "remote platform",
      // Denoiser and engines are Blender's own there; the platform tells nothing of them.
      blenders: known.map((version) => ({
        version,
        engines: [...ENGINES],
        denoisers: ["OPENIMAGEDENOISE"],
        devices: ["CPU"],
      })),
      sandbox: { kind: "remote", note: "Frames are rendered by another platform." },
    },
  };
}

export async function runBridge(options: BridgeOptions): Promise<void> {
  const { farm, nodeId, log, machine, signal } = options;
  const remote = createRemoteFarm({ baseUrl: options.remote.url, credential: options.remote.token });
  let account: Account | null = null;
  while (account === null && !signal.aborted) {
    account = await readAccount(remote, machine, signal).catch((error: unknown) => {
      if (!signal.aborted) log.warn("bridge.remote_is_away", { error: String(error) });
      return null;
    });
    if (account === null) await pause(RETRY_MS, signal);
  }
  if (account === null) return;
  const { email, profiles, capabilities } = account;
  const tag = `hearth-bridge-${nodeId}`;
  await abortLeftovers(remote, tag, log, signal);

  const hands = createHands();
  const bell = createBell();
  const cut = new AbortController();
  const running = new Set<Promise<void>>();
  const slots = Math.max(1, Math.min(1024, capabilities.cores));
  const storage = openRemoteStorage({ url: options.remote.storageUrl, email, token: options.remote.token });
  const cache = await openCache(join(options.workDir, "sources"), (source, stop) =>
    listSourceFiles(farm, source, stop),
  );
  const pool = await openPool({
    folder: join(options.workDir, "run"),
    scripts: options.scripts,
    way: options.way ?? "user",
    limits: () => ({ hangSeconds: options.hangSeconds, memoryBytes: machine.memoryBytes * 0.9 }),
    builds: options.builds,
    slots: () => 1,
    log,
  });
  const reports = await openReportBuffer({
    folder: join(options.workDir, "reports"),
    farm,
    log,
    signal: cut.signal,
    onDone: (frame) => {
      hands.remove(frame);
      bell.ring();
    },
  });
  const member = joinFarm({ ...options, capabilities, hands, bell });

  const keep = (going: Promise<void>) => {
    running.add(going);
    void going.finally(() => running.delete(going));
  };
  const gathering = new Map<JobId, NodeJS.Timeout>();
  const send = (jobId: JobId) => {
    gathering.delete(jobId);
    const isMine = (frame: { lease: { jobId: JobId }; phase: string }) =>
      frame.lease.jobId === jobId && frame.phase === "waiting";
    const frames = hands.all().filter(isRender).filter(isMine);
    if (frames.length === 0) return;
    const tools = { remote, storage, cache, reports, profiles, tag, way: options.way, log, signal };
    keep(
      runRemoteJob(frames, tools).finally(() => {
        for (const frame of frames) if (frame.stop.signal.aborted) hands.remove(frame);
        bell.ring();
      }),
    );
  };
  const canInspect = options.way !== null && options.builds.length > 0;
  const ask = async () => {
    const work = await farm.leases.acquire({
      body: {
        nodeId,
        openSources: [],
        slots,
        coresPerFrame: capabilities.cores / slots,
        inspects: canInspect,
      },
      signal,
    });
    if (work === null) return;
    if (work.kind === "inspection") {
      const newest = options.builds[0]?.version ?? null;
      keep(inspect(work, { farm, cache, pool, newest, signal, log }));
      return;
    }
    // Bridges ask for none.
    if (work.kind === "scene-model") return;
    hands.add(work);
    clearTimeout(gathering.get(work.jobId));
    if (work.queuedBehind === 0) return send(work.jobId);
    gathering.set(
      work.jobId,
      setTimeout(() => send(work.jobId), GATHER_MS),
    );
  };

  await member.register();
  log.info("bridge.starts", { nodeId, remote: options.remote.url, profiles });
  const beating = keepBeating({
    farm,
    nodeId,
    cores: machine.cores,
    hands,
    slots: () => ({
      slots,
      slotsNote: `up to ${slots} frames at once on ${new URL(options.remote.url).host}`,
    }),
    bell,
    onRevoked: member.revoke,
    register: member.register,
    signal,
    log,
  });
  await Promise.all([
    beating,
    member.listen(() => {}),
    member.keepAsking(() => hands.all().length < MOST_FRAMES, ask),
  ]);
  for (const timer of gathering.values()) clearTimeout(timer);
  hands.dropUnfinished();
  await Promise.allSettled(running);
  await pool.close();
  await Promise.race([reports.drained(), pause(DRAIN_MS)]);
  cut.abort();
  hands.dropAll();
  await member.leave();
}

/** What an earlier run of this bridge left rendering there would cost money for nobody. */
async function abortLeftovers(remote: RemoteFarm, tag: string, log: Log, signal: AbortSignal): Promise<void> {
  try {
    for (const task of await remote.tasks.tagged({ query: { tag }, signal })) {
      if (["Success", "Failure", "Cancelled"].includes(task.state)) continue;
      await remote.tasks.abort({ params: { uuid: task.uuid }, signal });
      log.info("bridge.aborted_leftover", { uuid: task.uuid });
    }
  } catch (error) {
    if (!signal.aborted) log.warn("bridge.leftovers_unknown", { error: String(error) });
  }
}
