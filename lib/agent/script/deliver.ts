/** Brings what a run left and printed to storage, on addresses that the platform signs for exactly these files. */
import type { Farm } from "#lib/client/index.ts";
import type { LeaseId } from "#lib/domain/ids.ts";
import { putBytes, putFile } from "../transfer.ts";
import type { ResultFile } from "./results.ts";

/** Many small files fill a line better together. */
const AT_ONCE = 4;

type Insist = (step: string, signal: AbortSignal, action: () => Promise<void>) => Promise<void>;

/** A copy: a Blob takes no memory that others may share. */
const blobOf = (bytes: Buffer): Blob => new Blob([new Uint8Array(bytes)]);

/** Answers how much each stream has, as the report tells it. */
export async function storeRun(options: {
  farm: Farm;
  params: { leaseId: LeaseId; frame: number };
  results: readonly ResultFile[];
  printed: { stdout: Buffer; stderr: Buffer };
  insist: Insist;
  signal: AbortSignal;
}): Promise<{ stdoutBytes: number; stderrBytes: number }> {
  const { farm, params, results, printed, insist, signal } = options;
  let addresses = { urls: [] as string[], stdoutUrl: "", stderrUrl: "" };
  await insist("addresses", signal, async () => {
    addresses = await farm.leases.addresses({
      params,
      body: { paths: results.map((one) => one.path) },
      signal,
    });
  });
  const put = (action: () => Promise<void>) => insist("upload", signal, action);
  const waiting = results.map((one, at) => ({ ...one, url: addresses.urls[at] ?? "" }));
  const next = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const { url, file } = one;
      await put(() => putFile(url, file, signal));
    }
  };
  await Promise.all([
    ...Array.from({ length: AT_ONCE }, next),
    put(() => putBytes(addresses.stdoutUrl, blobOf(printed.stdout), signal)),
    put(() => putBytes(addresses.stderrUrl, blobOf(printed.stderr), signal)),
  ]);
  return { stdoutBytes: printed.stdout.length, stderrBytes: printed.stderr.length };
}
