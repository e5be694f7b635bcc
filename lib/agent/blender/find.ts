/** Finds the Blenders of the machine and asks each, once, what it really can do here. */
import { readFile, readdir, realpath, stat, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { type BlenderBuild, blenderBuild, compareVersions } from "#lib/domain/node.ts";
import type { Log } from "#lib/log.ts";
import type { SandboxWay } from "./sandbox.ts";
import { probeBlender } from "./probe.ts";

export interface FoundBlender extends BlenderBuild {
  path: string;
}

/** Where a Blender may be: named by the owner, on the PATH, Debian's, and archives unpacked in /opt. */
async function candidates(
  named: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<string[]> {
  const onPath = (env.PATH ?? "")
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, "blender"));
  const unpacked = await readdir("/opt").catch(() => []);
  const inOpt = unpacked
    .filter((name) => name.startsWith("blender"))
    .map((name) => join("/opt", name, "blender"));
  const listed = (env.HEARTH_BLENDER ?? "").split(delimiter).filter(Boolean);
  const all = [...named, ...listed, ...onPath, "/usr/bin/blender", ...inOpt];
  const real = await Promise.all(all.map((path) => realpath(path).catch(() => null)));
  return [...new Set(real.filter((path) => path !== null))];
}

/** What an answer depends on: the program, the way it is run, and (drivers!) every package of the machine. */
async function stampOf(path: string, way: SandboxWay): Promise<string> {
  const { mtimeMs, size } = await stat(path);
  const packages = await stat("/var/lib/dpkg/status").catch(() => null);
  return `3 ${way} ${size} ${mtimeMs} ${packages?.mtimeMs ?? 0}`;
}

type Known = Record<string, { stamp: string; build: BlenderBuild }>;

async function readKnown(path: string): Promise<Known> {
  try {
    const known = JSON.parse(await readFile(path, "utf8")) as Known;
    return Object.fromEntries(
      Object.entries(known).filter(([, one]) => blenderBuild.safeParse(one.build).success),
    );
  } catch {
    return {};
  }
}

/** The working Blenders, newest first; answers are remembered in `memory` until something they depend on changes. */
export async function findBlenders(options: {
  named: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  way: SandboxWay;
  workDir: string;
  scripts: string;
  log: Log;
}): Promise<FoundBlender[]> {
  const memory = join(options.workDir, "blenders.json");
  const known = await readKnown(memory);
  const next: Known = {};
  for (const path of await candidates(options.named, options.env)) {
    const stamp = await stampOf(path, options.way);
    const remembered = known[path];
    if (remembered?.stamp === stamp) {
      next[path] = remembered;
      continue;
    }
    try {
      next[path] = { stamp, build: await probeBlender(path, options) };
    } catch (error) {
      options.log.warn("agent.blender_unusable", { path, error: String(error) });
    }
  }
  await writeFile(memory, JSON.stringify(next, null, 2));
  return Object.entries(next)
    .map(([path, { build }]) => ({ ...build, path }))
    .sort((a, b) => compareVersions(b.version, a.version));
}
