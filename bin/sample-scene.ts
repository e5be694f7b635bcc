/** Makes the sample scene once, with Blender, in the background: the first thing a newcomer renders. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "#lib/log.ts";

/** Exit code that Blender gives for a Python error only when told to. */
const PYTHON_ERROR = 7;

/**
 * Starts making the scene where it is missing and answers where it is, null until it is there.
 * It appears whole or not at all; without a Blender it never does.
 */
export function prepareSampleScene(facts: {
  dataDir: string;
  root: string;
  log: Log;
  signal: AbortSignal;
}): () => string | null {
  const folder = join(facts.dataDir, "sample");
  const file = join(folder, "sample.blend");
  if (!existsSync(file)) make(folder, file, facts);
  return () => (existsSync(file) ? file : null);
}

function make(
  folder: string,
  file: string,
  { root, log, signal }: { root: string; log: Log; signal: AbortSignal },
): void {
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const script = join(root, "scripts", "make-scenes.py");
  const blender = ["blender", "-b", "--factory-startup", "--python-exit-code", String(PYTHON_ERROR)];
  // Niced: it must not slow down what the node measures at the same time.
  const child = spawn("nice", ["-n", "10", ...blender, "-P", script, "--", draft, "sample"], {
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  let tail = "";
  const keep = (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-2000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  child.on("error", (error) => {
    if (!signal.aborted) log.warn("sample.failed", { error });
  });
  child.on("close", (code) => {
    const made = join(draft, "sample.blend");
    if (code === 0 && existsSync(made)) {
      mkdirSync(folder, { recursive: true });
      renameSync(made, file);
      log.info("sample.made", { file });
    } else if (!signal.aborted) log.warn("sample.failed", { code, tail });
    rmSync(draft, { recursive: true, force: true });
  });
}
