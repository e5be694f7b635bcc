/** Whether the disk still has room for what somebody wants to send. */
import { MAX_UPLOAD_BYTES } from "#lib/domain/project.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { promisedBytes } from "./rows.ts";

/** Kept free for pictures, the database and its log. Units: bytes. */
const RESERVE_BYTES = 256 * 1024 ** 2;

/** Errors: too_large, disk_full. Units: bytes. */
export async function checkRoom(ctx: Ctx, sizeBytes: number): Promise<void> {
  if (sizeBytes > MAX_UPLOAD_BYTES) {
    throw new PlatformError("too_large", "The file is larger than the 1 TiB this farm takes.", {
      sizeBytes: "The file is larger than the 1 TiB this farm takes.",
    });
  }
  const free = await ctx.objects.freeBytes();
  if (free === null) return;
  const room = free - RESERVE_BYTES - (await promisedBytes(ctx.db));
  if (sizeBytes > room) {
    throw new PlatformError(
      "disk_full",
      "The farm's disk has no room for this file. Cancel uploads you no longer need, or ask an administrator to make room.",
    );
  }
}
