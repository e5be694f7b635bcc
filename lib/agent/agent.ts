/** Puts the node together: who it is, what it can do, and the loops that ask for work, do it and tell of it. */
import { chmod, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createFarm } from "#lib/client/index.ts";
import type { NodeCapabilities } from "#lib/domain/node.ts";
import type { Log } from "#lib/log.ts";
import { findBlenders } from "./blender/find.ts";
import { findSandbox } from "./blender/sandbox.ts";
import { lockWorkDir, readNodeId } from "./identity.ts";
import { readMachine } from "./machine.ts";
import type { RemotePlatform } from "./bridge/bridge.ts";
import { runNode } from "./node.ts";

export interface AgentOptions {
  /** The platform's address, e.g. "http://127.0.0.1:3001". */
  baseUrl: string;
  /** A node token. */
  credential: string;
  nodeName: string;
  /** The node's own folder: its id, cached sources, scratch. One agent at a time. */
  workDir: string;
  log: Log;
  /** Fires: leases are given back, every Blender is ended, the promise resolves. */
  signal: AbortSignal;
  /** Blenders besides those that are found: paths of programs. */
  blenderPaths?: readonly string[];
  env?: Readonly<Record<string, string | undefined>>;
  /** Another platform renders for this node; the Blenders here only look into files. */
  remote?: RemotePlatform;
  /** Silence and standstill after which a Blender is taken for hung. Units: seconds. */
  hangSeconds?: number;
}

/** Two minutes: no step of a render we know neither computes nor speaks for so long. Units: seconds. */
const HANG_SECONDS = 120;

const scripts = fileURLToPath(new URL("./blender/scripts", import.meta.url));

/** Errors: WorkDirTaken when another agent has the folder; whatever the disk says when it can't be used. */
export async function runAgent(options: AgentOptions): Promise<void> {
  const { workDir, log, signal } = options;
  const env = options.env ?? process.env;
  await mkdir(workDir, { recursive: true });
  await chmod(workDir, 0o700);
  const lock = await lockWorkDir(workDir);
  try {
    for (const name of await readdir(workDir))
      if (name.startsWith("probe-")) await rm(join(workDir, name), { recursive: true, force: true });
    const nodeId = await readNodeId(workDir);
    const sandbox = await findSandbox(workDir, env);
    if (sandbox.note !== "") log.warn("agent.sandbox", { note: sandbox.note });
    const { way } = sandbox;
    const found =
      way === null
        ? []
        : await findBlenders({ named: options.blenderPaths ?? [], env, way, workDir, scripts, log });
    if (signal.aborted) return;
    const machine = readMachine();
    const about = {
      farm: createFarm({ baseUrl: options.baseUrl, credential: options.credential }),
      stream: { baseUrl: options.baseUrl, credential: options.credential },
      nodeId,
      nodeName: options.nodeName,
      machine,
      builds: found,
      way,
      scripts,
      workDir,
      hangSeconds: options.hangSeconds ?? HANG_SECONDS,
      log,
      signal,
    };
    if (options.remote !== undefined) {
      const { runBridge } = await import("./bridge/bridge.ts");
      await runBridge({ ...about, remote: options.remote });
      return;
    }
    const capabilities: NodeCapabilities = {
      ...machine,
      blenders: found.map(({ version, engines, denoisers, devices, exports }) => ({
        version,
        engines,
        denoisers,
        devices,
        ...(exports !== undefined && { exports }),
      })),
      // Without a sandbox nobody's command is run, whatever else is allowed.
      runsScripts: sandbox.kind === "bubblewrap",
      sandbox: { kind: sandbox.kind, note: sandbox.note },
    };
    log.info("agent.starts", { nodeId, nodeName: options.nodeName, capabilities });
    await runNode({ ...about, capabilities });
  } finally {
    lock.release();
  }
}
