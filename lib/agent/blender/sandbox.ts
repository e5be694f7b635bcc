/**
 * How Blender is run so that a hostile .blend can do nothing: bubblewrap with no network, no environment, a read-only
 * system, one project folder to read and one scratch folder to write, no capabilities and a user id of nobody else.
 *
 * Three ways, the first that works here is taken:
 *   root     bubblewrap as root mounts (so the folders may lie below private ones), then drops to SANDBOX_UID inside
 *   dropped  root without the right to mount: drops to SANDBOX_UID first, bubblewrap makes a user namespace
 *   user     an ordinary user: bubblewrap makes a user namespace
 */
import { execFile } from "node:child_process";
import { totalmem } from "node:os";
import { dirname } from "node:path";
import { promisify } from "node:util";

/** A user id that nothing else on the machine has: above Debian's dynamic ones, below "nobody". */
export const SANDBOX_UID = 64_913;
/** Servers and the owner's own programs come first. */
const NICENESS = 10;
/** Largest file Blender may write: a 16k multilayer EXR stays far below. */
const MAX_FILE_BYTES = 16 * 2 ** 30;
/** Threads and processes of one user id: every Blender of a large machine, and no fork bomb. */
const MAX_PROCESSES = 8192;
/** Room for maps that are reserved and never touched (drivers, thread stacks), above the machine's own memory. */
const SPARE_ADDRESS_BYTES = 16 * 2 ** 30;
const TEMPORARY_BYTES = 512 * 2 ** 20;

export type SandboxWay = "root" | "dropped" | "user" | "open";

export interface Sandbox {
  kind: "bubblewrap" | "none";
  /** Null: Blender may not be run here at all. */
  way: SandboxWay | null;
  /** What is missing or limited, in words; empty when all is as it should be. */
  note: string;
}

/** Folders are the machine's; inside they are /project (read-only), /scratch and /hearth (our scripts, read-only). */
export interface SandboxedRun {
  program: string;
  args: readonly string[];
  project: string;
  scratch: string;
  scripts: string;
}

export interface Command {
  file: string;
  args: string[];
}

export const INSIDE = { project: "/project", scratch: "/scratch", scripts: "/hearth" } as const;

const CLEAN_ENVIRONMENT = {
  PATH: "/usr/bin:/bin",
  HOME: "/tmp",
  TMPDIR: "/tmp",
  LANG: "C.UTF-8",
  PYTHONNOUSERSITE: "1",
  PYTHONDONTWRITEBYTECODE: "1",
};

/** Flags that hold no blanks, written as on a command line. */
export const words = (line: string): string[] => line.split(" ");

const limits = (): string[] => [
  "--core=0",
  "--nofile=8192",
  `--nproc=${MAX_PROCESSES}`,
  `--fsize=${MAX_FILE_BYTES}`,
  `--as=${totalmem() + SPARE_ADDRESS_BYTES}`,
];

const tryReadOnly = (...paths: string[]): string[] => paths.flatMap((p) => ["--ro-bind-try", p, p]);

/** The system as every program in a sandbox sees it: read-only, without the machine's own settings. */
export const systemMounts = (): string[] => [
  ...words("--ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib"),
  ...words("--symlink usr/lib64 /lib64 --symlink usr/sbin /sbin"),
  // Made first and readable by all: root's own mask would hide it from the user inside.
  ...words("--perms 0755 --dir /etc"),
  ...tryReadOnly("/etc/fonts", "/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime"),
  ...words("--proc /proc --dev /dev"),
];

function mounts(run: SandboxedRun): string[] {
  const home = dirname(run.program);
  return [
    ...systemMounts(),
    ...words("--dev-bind-try /dev/dri /dev/dri"),
    ...words(`--perms 1777 --size ${TEMPORARY_BYTES} --tmpfs /tmp --chdir /tmp`),
    ...(home.startsWith("/usr/") ? [] : ["--ro-bind", home, home]),
    "--ro-bind",
    run.scripts,
    INSIDE.scripts,
    "--ro-bind",
    run.project,
    INSIDE.project,
    "--bind",
    run.scratch,
    INSIDE.scratch,
  ];
}

/** Everything but the user namespace, which `root` must not have: inside one it could not become another user. */
const ISOLATION = words(
  "--unshare-ipc --unshare-pid --unshare-net --unshare-uts --unshare-cgroup-try --die-with-parent --new-session --clearenv",
);
const environment = Object.entries(CLEAN_ENVIRONMENT).flatMap(([name, value]) => ["--setenv", name, value]);
const dropTo = (uid: number, ...more: string[]) => [
  "setpriv",
  `--reuid=${uid}`,
  `--regid=${uid}`,
  "--clear-groups",
  ...more,
];
/** `--disable-userns`: what runs inside can't make namespaces of its own, where it would have capabilities again. */
const userNamespace = (uid: number) =>
  words(`--unshare-user --disable-userns --uid ${uid} --gid ${uid} --cap-drop ALL`);

const capabilities = (...kept: string[]) => ["--cap-drop", "ALL", ...kept.flatMap((c) => ["--cap-add", c])];

/** The whole command line. `way` is one that `findSandbox` tried. */
export function sandboxCommand(way: SandboxWay, run: SandboxedRun): Command {
  const [file = "", ...args] = [
    ...words(`nice -n ${NICENESS} prlimit`),
    ...limits(),
    "--",
    ...isolate(way, mounts(run), SANDBOX_UID),
    run.program,
    ...run.args,
  ];
  return { file, args };
}

/**
 * What comes before a program so that it runs isolated, as that user, with these mounts. `keeper`: a program that runs the
 * rest of its command line and is put where no right was dropped yet.
 */
export function isolate(
  way: SandboxWay,
  mounted: readonly string[],
  uid: number,
  keeper: readonly string[] = [],
): string[] {
  const inside = [...environment, ...mounted, "--"];
  switch (way) {
    case "root": {
      const kept = capabilities("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP");
      const drop = dropTo(uid, "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--");
      return ["bwrap", ...ISOLATION, ...kept, ...inside, ...keeper, ...drop];
    }
    case "dropped":
      return [...dropTo(uid, "--"), "bwrap", ...ISOLATION, ...userNamespace(uid), ...inside];
    case "user":
      return ["bwrap", ...ISOLATION, ...userNamespace(uid), ...inside];
    case "open":
      return ["env", "-i", ...Object.entries(CLEAN_ENVIRONMENT).map(([name, value]) => `${name}=${value}`)];
    default:
      return way satisfies never;
  }
}

/** Where the folders of a run are, as the program in it sees them. Without a sandbox they are where they are. */
export function seenFrom(way: SandboxWay, run: Pick<SandboxedRun, "project" | "scratch" | "scripts">) {
  return way === "open" ? { project: run.project, scratch: run.scratch, scripts: run.scripts } : INSIDE;
}

/** The user that Blender's files belong to; null: the agent's own. */
export const ownerIn = (way: SandboxWay): number | null =>
  way === "root" || way === "dropped" ? SANDBOX_UID : null;

const run = promisify(execFile);

/** Tries the ways with a real (empty) run. `folder` is one that the agent may write to. */
export async function findSandbox(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Sandbox> {
  const reasons: string[] = [];
  for (const way of process.getuid?.() === 0 ? (["root", "dropped"] as const) : (["user"] as const)) {
    const probe = { program: "/usr/bin/true", args: [], project: folder, scratch: folder, scripts: folder };
    const { file, args } = sandboxCommand(way, probe);
    try {
      await run(file, args, { timeout: 10_000 });
      return { kind: "bubblewrap", way, note: "" };
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  const why = `Blender can't be isolated here: ${reasons[0] ?? "unknown"}. Install bubblewrap (apt install bubblewrap) and allow user namespaces (sysctl kernel.unprivileged_userns_clone=1; in a container: --security-opt seccomp=unconfined).`;
  if (env.HEARTH_ALLOW_UNSANDBOXED === "1")
    return {
      kind: "none",
      way: "open",
      note: `${why} HEARTH_ALLOW_UNSANDBOXED=1 is set: files run with all the rights of the node's user.`,
    };
  return {
    kind: "none",
    way: null,
    note: `${why} Until then this node renders nothing; HEARTH_ALLOW_UNSANDBOXED=1 renders without protection.`,
  };
}

function reasonOf(error: unknown): string {
  const { code, stderr } = error as { code?: unknown; stderr?: string };
  if (code === "ENOENT") return "nice or prlimit is not installed";
  if (/bwrap.*No such file/i.test(stderr ?? "")) return "bubblewrap is not installed";
  return (stderr ?? "").trim().split("\n").at(-1) || String(error);
}
