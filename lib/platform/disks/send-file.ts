/** disks.download: a file's bytes, with their length before them: old clients read it first. */
import { pipeline } from "node:stream/promises";
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import type { Exchange } from "../http/router.ts";
import { diskFor, keyOfPath, noSuchFile } from "./find.ts";

export async function sendFile(
  ctx: Ctx,
  { params }: ParsedOf<Api["disks"]["download"]>,
  { request, response }: Exchange,
): Promise<void> {
  const { folder } = await diskFor(ctx, "read", params.diskId);
  const key = keyOfPath(params.path);
  const head = key === "" ? null : await ctx.objects.head(folder, key);
  if (head === null) throw noSuchFile();
  const body = request.method === "HEAD" || head.sizeBytes === 0 ? null : await ctx.objects.get(folder, key);
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-length": head.sizeBytes,
    "last-modified": head.lastModified.toUTCString(),
  });
  if (body === null) response.end();
  // A reader that leaves is no fault; a file that breaks off must not look whole, and does not: its length is told.
  else await pipeline(body, response).catch(() => response.destroy());
}
