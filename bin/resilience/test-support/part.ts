/** One `hearth …` process of a farm under test: started niced, heard, killed, waited for. */
import { spawn } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");

export interface Part {
  pid: number;
  /** Everything it has written so far. */
  output(): string;
  /** Resolves when it has written the text since it was started. Errors: it ended before. */
  says(text: string): Promise<void>;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Resolves when it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** `wrapper` is a command line that ends by executing what follows it, in the same process. */
export function startPart(
  args: readonly string[],
  env: Record<string, string>,
  wrapper: readonly string[] = [],
): Part {
  const nice = ["nice", "-n", "5", process.execPath, join(ROOT, "bin/hearth.ts")];
  const [file = "", ...rest] = [...wrapper, ...nice, ...args];
  const child = spawn(file, rest, {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let text = "";
  const listeners = new Set<() => void>();
  const keep = (chunk: Buffer) => {
    text += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code));
  });
  return {
    pid: child.pid ?? 0,
    output: () => text,
    says: (words) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!text.includes(words)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        void ended.then((code) => reject(new Error(`Ended with ${code} before saying "${words}":\n${text}`)));
        look();
      }),
    ended,
    async kill(signal) {
      child.kill(signal);
      await ended;
    },
  };
}
