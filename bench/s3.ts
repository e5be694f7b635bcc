/**
 * Measures: 2 GiB to storage and back by boto3, in parts of 8 MiB by ten threads, as Qarnot's Python client does it; and how
 *           much the server's memory grows meanwhile.
 * Against:  the same bytes by curl to and from a Node server that does nothing but write and read a file, in turns.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { alternate, type Figure, median, type Row } from "./figure.ts";
import { residentBytes } from "./processes.ts";
import { timeProgram } from "./programs.ts";
import { BIG_BYTES, plainUpload, startReceiver, writeBigFile } from "./upload.ts";

const MUST_RATIO = 0.5;
const MUST_GROWTH_MB = 100;
/** Debian's own, which has python3-boto3. */
export const PYTHON = "/usr/bin/python3";

export const s3: Row = async (bench) => {
  const { server, artist } = await bench.farm();
  const folder = mkdtempSync(join(tmpdir(), "hearth-bench-"));
  const received = join(folder, "received");
  const receiver = await startReceiver(received);
  const plain = `http://127.0.0.1:${receiver.port}/`;
  const [file, back] = [join(folder, "big.bin"), join(folder, "back.bin")];
  const script = join(import.meta.dirname, "s3-once.py");
  const growths: number[] = [];
  const boto = async (direction: "upload" | "download", path: string) => {
    const before = residentBytes(server.pid);
    let peak = before;
    const timer = setInterval(() => {
      peak = Math.max(peak, residentBytes(server.pid));
    }, 50);
    const words = [script, direction, server.place.storage, artist.email, artist.token, path];
    const { stdout } = await promisify(execFile)(PYTHON, words);
    clearInterval(timer);
    growths.push((peak - before) / 1e6);
    return Number(stdout);
  };
  try {
    writeBigFile(file);
    const rounds = bench.repeats ?? 3;
    const up = await alternate(
      {
        boto3: () => boto("upload", file),
        curl: () => plainUpload(file, plain, received),
      },
      rounds,
      bench.tell,
    );
    const down = await alternate(
      {
        boto3: () => boto("download", back),
        curl: () => timeProgram("curl", ["-sS", "-f", "-o", back, plain]),
      },
      rounds,
      bench.tell,
    );
    const growth = Math.max(...growths);
    return [
      figureOf("2 GiB upload by boto3, in parts", "`curl -T` into a plain file-writing Node server", up),
      figureOf("2 GiB download by boto3, in ranges", "`curl` from a plain file-reading Node server", down),
      {
        figure: "Memory of the server while boto3 brings and fetches 2 GiB",
        must: `grows by less than ${MUST_GROWTH_MB} MB`,
        seen: `${growth.toFixed(0)} MB at most`,
        comparedWith: "before each transfer",
        isMet: growth < MUST_GROWTH_MB,
        samples: { growthMegabytes: growths },
      },
    ];
  } finally {
    receiver.process.kill();
    rmSync(folder, { recursive: true, force: true });
  }
};

function figureOf(
  figure: string,
  comparedWith: string,
  { boto3, curl }: Record<"boto3" | "curl", number[]>,
): Figure {
  const speed = (values: number[]) => BIG_BYTES / 1e6 / median(values);
  const ratio = speed(boto3) / speed(curl);
  return {
    figure,
    must: `at least ${MUST_RATIO} of its speed`,
    seen: `${ratio.toFixed(2)} (${speed(boto3).toFixed(0)} to ${speed(curl).toFixed(0)} MB/s)`,
    comparedWith,
    isMet: ratio >= MUST_RATIO,
    samples: { boto3Seconds: boto3, curlSeconds: curl },
  };
}
