/** leases.addresses and leases.deliver: a command's run brings its files, and its frame becomes completed. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { LeaseId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { resultKey, streamKeys } from "../leases/output-keys.ts";
import { deliverFiles, takeBackFiles } from "../tasks/results.ts";
import { complete, completeHeld, readHeld, removeReplaced } from "./finish.ts";
import { leaseExpired } from "./held-frame.ts";
import { replaceResults } from "./result-rows.ts";

type Delivery = ParsedOf<Api["leases"]["deliver"]>;

export async function resultAddresses(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["leases"]["addresses"]>,
): Promise<ReplyOf<Api["leases"]["addresses"]>> {
  const { leaseId, frame } = params;
  const held = await readHeld(ctx, leaseId, frame);
  if (held === "delivered" || held.job.script === null) throw leaseExpired();
  const bucket = held.job.resultBucket;
  const keys = streamKeys(leaseId, frame);
  return {
    urls: await Promise.all(
      body.paths.map((path) => ctx.objects.signedPut(bucket, resultKey(leaseId, frame, path))),
    ),
    stdoutUrl: await ctx.objects.signedPut(bucket, keys.stdout),
    stderrUrl: await ctx.objects.signedPut(bucket, keys.stderr),
  };
}

/** One listing instead of a question a file. Outside the transaction: storage may be far away. */
async function verifyStored(ctx: Ctx, bucket: string, leaseId: LeaseId, given: Delivery): Promise<void> {
  const { frame } = given.params;
  const sizes = new Map<string, number>();
  for await (const { key, sizeBytes } of ctx.objects.list(bucket, `${leaseId}/${frame}/`))
    sizes.set(key, sizeBytes);
  for (const { path, sizeBytes } of given.body.files) {
    const stored = sizes.get(resultKey(leaseId, frame, path));
    if (stored === sizeBytes) continue;
    throw new PlatformError(
      "invalid",
      stored === undefined
        ? `The result "${path}" is not in storage. Send it first.`
        : `The result "${path}" has ${stored} bytes in storage, not the ${sizeBytes} told. Send it again.`,
    );
  }
}

export async function deliverResults(ctx: Ctx, given: Delivery): Promise<void> {
  const { leaseId, frame } = given.params;
  const held = await readHeld(ctx, leaseId, frame);
  if (held === "delivered") return;
  const { lease, job } = held;
  await verifyStored(ctx, job.resultBucket, leaseId, given);
  const files = given.body.files.map((file) => ({ ...file, key: resultKey(leaseId, frame, file.path) }));
  const stored = {
    fileName: null,
    outputKey: null,
    thumbnailKey: null,
    previewKey: null,
    sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    resultCount: files.length,
    resultKeys: await deliverFiles(ctx, job, files),
  };
  try {
    await completeHeld(ctx, lease, frame, async (tx, locked, cores) => {
      const replaced = await replaceResults(tx, locked.job.id, frame, files);
      await complete(ctx, tx, locked, { body: given.body, stored, cores });
      removeReplaced(ctx, tx, job.resultBucket, replaced);
    });
  } catch (error) {
    await takeBackFiles(ctx, job, frame, stored.resultKeys);
    throw error;
  }
}
