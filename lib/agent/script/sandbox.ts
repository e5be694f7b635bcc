/**
 * The sandbox of a plain command: Blender's, with one folder that it may write and tighter limits. Nothing else in it can
 * be filled: the root and /dev are read-only, /tmp and /dev/shm are small.
 */
import { isolate, type Command, type SandboxWay, systemMounts, words } from "../blender/sandbox.ts";

/** Each run has a user of its own, so that one run's processes count against no other's. Above Blender's. */
const FIRST_UID = 64_914;
const USERS = 512;

/** Units: bytes, seconds. */
export interface ScriptLimits {
  /** Wall time from its start. */
  seconds: number;
  /** Of all its processes together, resident. */
  memoryBytes: number;
  processes: number;
  /** One file, and all that it adds to its folder. */
  fileBytes: number;
  folderBytes: number;
  /** Files and folders that it adds. */
  entries: number;
}

/** A day: whatever runs longer is forgotten rather than needed. */
const DAY_SECONDS = 86_400;

export const scriptLimits = (memoryBytes: number): ScriptLimits => ({
  seconds: DAY_SECONDS,
  memoryBytes,
  processes: 1024,
  fileBytes: 4 * 2 ** 30,
  folderBytes: 8 * 2 ** 30,
  entries: 20_000,
});

/** As the command sees them. */
export const JOB_FOLDER = "/job";
const START_FOLDER = "/hearth";
export const START_FILE = "start";

/** Room for maps that are reserved and never touched, as runtimes do; what is touched is watched. Units: bytes. */
const SPARE_ADDRESS_BYTES = 16 * 2 ** 30;
const SMALL_BYTES = 512 * 2 ** 20;
/** An ordinary user's own processes count too where no other user can be taken: what is watched is the tree. */
const OWN_PROCESSES = 8192;

/**
 * The sandbox's first process is a shell and not bubblewrap's own: bubblewrap waits for that one, and only so is the CPU
 * time of all that it waited for known outside. Where another user is taken it stays who it was: a process that changed
 * its user does not end with the one that started it. Elsewhere the start file's shell is the first process.
 */
const KEEPER = ["/bin/sh", "-c", '"$@"; exit $?', "sh"];

/** The user of the n-th run at a time; null: the agent's own. */
export const scriptOwner = (way: SandboxWay, slot: number): number | null =>
  way === "root" || way === "dropped" ? FIRST_UID + (slot % USERS) : null;

/** `folder`: the run's own, to write; `start`: a folder with the start file. */
export function scriptCommand(
  way: Exclude<SandboxWay, "open">,
  run: { folder: string; start: string; slot: number },
  limits: ScriptLimits,
): Command {
  const mounts = [
    ...systemMounts(),
    ...words(`--perms 1777 --size ${SMALL_BYTES} --tmpfs /tmp`),
    ...words(`--perms 1777 --size ${SMALL_BYTES} --tmpfs /dev/shm`),
    "--ro-bind",
    run.start,
    START_FOLDER,
    "--bind",
    run.folder,
    JOB_FOLDER,
    ...words(`--remount-ro /dev --remount-ro / --chdir ${JOB_FOLDER} --as-pid-1`),
  ];
  const args = [
    ...words("-n 10 prlimit --core=0 --nofile=4096"),
    `--nproc=${way === "user" ? OWN_PROCESSES : limits.processes}`,
    `--fsize=${limits.fileBytes}`,
    `--as=${limits.memoryBytes + SPARE_ADDRESS_BYTES}`,
    "--",
    ...isolate(way, mounts, FIRST_UID + (run.slot % USERS), KEEPER),
    "/bin/sh",
    `${START_FOLDER}/${START_FILE}`,
  ];
  return { file: "nice", args };
}
