/**
 * Measures: a 2 GiB upload over loopback, from the first call to the answer that the stored file's SHA-256 is right; and how
 *           much the server's memory grows meanwhile.
 * Against:  `curl -T` into a Node server that only writes the body into a file, on the same disk, in turns.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alternate, median, type Row } from "./figure.ts";
import { residentBytes } from "./processes.ts";
import { timeProgram } from "./programs.ts";

/** Units: bytes. */
export const BIG_BYTES = 2 * 1024 ** 3;
const MUST_RATIO = 0.7;
const MUST_GROWTH_MB = 100;

export const upload: Row = async (bench) => {
  const { server, artist } = await bench.farm();
  const folder = mkdtempSync(join(tmpdir(), "hearth-bench-"));
  const received = join(folder, "received");
  const receiver = await startReceiver(received);
  const growths: number[] = [];
  try {
    const file = join(folder, "big.blend");
    writeBigFile(file);
    const uploadOnce = async () => {
      const before = residentBytes(server.pid);
      let peak = before;
      const timer = setInterval(() => {
        peak = Math.max(peak, residentBytes(server.pid));
      }, 50);
      const seconds = await runUpload(file, server.place.api, artist.token);
      clearInterval(timer);
      growths.push((peak - before) / 1e6);
      return seconds;
    };
    const curlOnce = () => plainUpload(file, `http://127.0.0.1:${receiver.port}/`, received);
    const seconds = await alternate({ hearth: uploadOnce, curl: curlOnce }, bench.repeats ?? 3, bench.tell);
    const speed = (values: number[]) => BIG_BYTES / 1e6 / median(values);
    const ratio = speed(seconds.hearth) / speed(seconds.curl);
    const growth = Math.max(...growths);
    return [
      {
        figure: "2 GiB upload over loopback, hash checked",
        must: `at least ${MUST_RATIO} of its speed`,
        seen: `${ratio.toFixed(2)} (${speed(seconds.hearth).toFixed(0)} to ${speed(seconds.curl).toFixed(0)} MB/s)`,
        comparedWith: "`curl -T` into a plain file-writing Node server",
        isMet: ratio >= MUST_RATIO,
        samples: { hearthSeconds: seconds.hearth, curlSeconds: seconds.curl },
      },
      {
        figure: "Memory of the server while it takes 2 GiB",
        must: `grows by less than ${MUST_GROWTH_MB} MB`,
        seen: `${growth.toFixed(0)} MB at most`,
        comparedWith: "before the upload",
        isMet: growth < MUST_GROWTH_MB,
        samples: { growthMegabytes: growths },
      },
    ];
  } finally {
    receiver.process.kill();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Begins as a .blend does, so that storage takes it; the rest does not compress. */
export function writeBigFile(path: string): void {
  const block = randomBytes(64 * 1024 ** 2);
  const file = openSync(path, "w");
  for (let at = 0; at < BIG_BYTES; at += block.length) {
    if (at === 0) block.write("BLENDER-v304");
    block.writeUInt32LE(at / 1024 ** 2, 1024);
    writeSync(file, block);
  }
  closeSync(file);
  // Written back now, not while something is measured.
  execFileSync("sync", [path]);
}

/** By curl. What the receiver leaves for the kernel to write is written before anything else is measured. */
export async function plainUpload(file: string, to: string, received: string): Promise<number> {
  const seconds = await timeProgram("curl", ["-sS", "-f", "-T", file, to]);
  execFileSync("sync", [received]);
  return seconds;
}

export function startReceiver(path: string): Promise<{ process: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "plain-receiver.ts"), path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.stdout.once("data", (chunk: Buffer) => resolve({ process: child, port: Number(chunk.toString()) }));
  });
}

/** The seconds that the upload itself took, without the start of its process. */
function runUpload(file: string, api: string, token: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "upload-once.ts"), file, api, token], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.on("exit", (code) =>
      code === 0 ? resolve(Number(text)) : reject(new Error("The upload failed.")),
    );
  });
}
