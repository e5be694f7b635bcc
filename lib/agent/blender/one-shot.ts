/** Runs one of our scripts in a Blender of its own, in the sandbox, and answers what the script said. */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { ownerIn, type SandboxWay, sandboxCommand, seenFrom } from "./sandbox.ts";

const MAX_TALK = 8 * 2 ** 20;

export interface OneShot {
  /** Blender's program. */
  path: string;
  /** The script's file name, in `scripts`. */
  script: string;
  way: SandboxWay;
  workDir: string;
  scripts: string;
  /** After this it is ended, and what began it throws. Units: milliseconds. */
  mostMs: number;
  /** Fires: it is ended at once. */
  signal?: AbortSignal;
  /** Lays out what the script reads, in the folder that it sees as read-only. */
  prepare?: (project: string) => Promise<void>;
  /** What the script is told, as a line of JSON with the nonce; folders as it sees them. */
  tell: (seen: { project: string; scratch: string }) => object;
}

/** Blender was ended because it took longer than allowed. */
export class TookTooLong extends Error {
  constructor() {
    super("Blender took longer than allowed.");
    this.name = "TookTooLong";
  }
}

/**
 * `keep` may move files out of the scratch folder before it is removed, with what was said: untrusted text.
 * Errors: TookTooLong; Blender ended in another way, or said nothing.
 */
export async function runOnce<T>(
  options: OneShot,
  keep: (said: string, scratch: string) => T | Promise<T>,
): Promise<T> {
  const { way, workDir, scripts } = options;
  // The name tells the next start that nobody needs it any more.
  const folder = await mkdtemp(join(workDir, "probe-"));
  try {
    const [project, scratch] = [join(folder, "project"), join(folder, "scratch")];
    await Promise.all([mkdir(project), mkdir(scratch)]);
    await Promise.all([chmod(project, 0o755), chmod(scratch, 0o700)]);
    const owner = ownerIn(way);
    if (owner !== null) await chown(scratch, owner, owner);
    await options.prepare?.(project);
    const nonce = randomBytes(16).toString("hex");
    const run = { program: options.path, project, scratch, scripts };
    const seen = seenFrom(way, run);
    const script = ["-P", `${seen.scripts}/${options.script}`];
    const args = ["-b", "--factory-startup", "--disable-autoexec", "--python-exit-code", "7", ...script];
    const command = sandboxCommand(way, { ...run, args });
    const talk = await talkOf(command, JSON.stringify({ ...options.tell(seen), nonce }), options);
    const line = talk.split("\n").find((one) => one.startsWith(nonce));
    if (line === undefined) throw new Error("Blender gave no answer.");
    return await keep(line.slice(nonce.length), scratch);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function talkOf(
  command: { file: string; args: string[] },
  told: string,
  { mostMs, signal }: OneShot,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const settings = { timeout: mostMs, killSignal: "SIGKILL", maxBuffer: MAX_TALK, signal } as const;
    const child = execFile(command.file, command.args, settings, (error, stdout) => {
      // Node tells of its own timeout only by having sent the signal.
      if (error?.killed === true && signal?.aborted !== true) reject(new TookTooLong());
      else if (error) reject(error);
      else resolve(stdout);
    });
    // Writing to a Blender that just died is no news: its end is told above.
    child.stdin?.on("error", () => {});
    child.stdin?.end(`${told}\n`);
  });
}
