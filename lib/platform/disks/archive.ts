/** disks.archive: all files of a disk as .zip, .tar or .tgz, packed while they are sent, with their length before them. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { gzipStored, gzipStoredSize } from "../archive/gzip-stored.ts";
import { tarOf, tarSize } from "../archive/tar.ts";
import { type ZipEntry, zipOf } from "../archive/zip.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import type { Exchange } from "../http/router.ts";
import { diskFor } from "./find.ts";

const NAME = /^([^.]+)\.(zip|tar|tgz)$/;

async function entriesOf(ctx: Ctx, folder: string): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  for await (const { key, sizeBytes, lastModified } of ctx.objects.list(folder))
    entries.push({
      name: key,
      sizeBytes,
      modifiedAt: lastModified,
      open: () => ctx.objects.get(folder, key),
    });
  return entries;
}

interface Packed {
  type: string;
  sizeBytes: number;
  stream: NodeJS.ReadableStream;
  stop: () => void;
}

async function pack(
  entries: readonly ZipEntry[],
  kind: string,
  failed: (error: unknown) => void,
): Promise<Packed> {
  if (kind === "zip") return { type: "application/zip", ...(await zipOf(entries, failed)) };
  const sizeBytes = tarSize(entries);
  const isPlain = kind === "tar";
  const stream = Readable.from(isPlain ? tarOf(entries) : gzipStored(tarOf(entries)), { objectMode: false });
  return {
    type: isPlain ? "application/x-tar" : "application/gzip",
    sizeBytes: isPlain ? sizeBytes : gzipStoredSize(sizeBytes),
    stream,
    stop: () => stream.destroy(),
  };
}

/** Errors: not_found `No such disk`; invalid for another ending. */
export async function sendDiskArchive(
  ctx: Ctx,
  { params }: ParsedOf<Api["disks"]["archive"]>,
  { request, response }: Exchange,
): Promise<void> {
  const [, diskId = "", kind = ""] = NAME.exec(params.file) ?? [];
  if (kind === "")
    throw new PlatformError("invalid", "An archive is ID.zip, ID.tar or ID.tgz: unknown archive format.");
  const { folder } = await diskFor(ctx, "read", diskId);
  // A cut connection is an error to the reader; a shorter file would look whole.
  const failed = (error: unknown) => {
    ctx.log.warn("disk_archive.failed", { diskId, requestId: ctx.requestId, error });
    response.destroy();
  };
  const { type, sizeBytes, stream, stop } = await pack(await entriesOf(ctx, folder), kind, failed);
  response.writeHead(200, { "content-type": type, "content-length": sizeBytes });
  if (request.method === "HEAD") {
    stop();
    response.end();
  } else await pipeline(stream, response).catch(failed).finally(stop);
}
