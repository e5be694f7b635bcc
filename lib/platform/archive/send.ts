/** GET /farm/v1/archives/:ticket: streams a job's pictures as one .zip, without a copy on disk. */
import { pipeline } from "node:stream/promises";
import type { Ctx } from "../context.ts";
import { notFound, PlatformError } from "../errors.ts";
import type { Exchange } from "../http/router.ts";
import { readJob } from "../jobs/rows.ts";
import { chooseFiles, chooseResults } from "./choose.ts";
import { ARCHIVE_PATH, readTicket } from "./ticket.ts";
import { zipOf } from "./zip.ts";

/** A header takes ASCII; browsers read the second form. Shape: `attachment; filename="a_.zip"; filename*=UTF-8''a%C3%A9.zip` */
function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

export async function sendArchive(ctx: Ctx, { response, url }: Exchange): Promise<void> {
  const ticket = readTicket(ctx.settings.secret, url.pathname.slice(ARCHIVE_PATH.length), ctx.clock.now());
  if (ticket === null)
    throw new PlatformError("not_found", "This download address is no longer good. Press download again.");
  const job = await readJob(ctx.db, ticket.jobId);
  if (job === undefined) throw notFound("job");
  const choose = job.script === null ? chooseFiles : chooseResults;
  const files = await choose(ctx.db, job.id, ticket.frames);
  // A cut connection is an error to the reader; a shorter file would look whole.
  const failed = (error: unknown) => {
    ctx.log.warn("archive.failed", { jobId: job.id, requestId: ctx.requestId, error });
    response.destroy();
  };
  const { stream, sizeBytes, stop } = await zipOf(
    files.map((file) => ({
      name: file.fileName,
      sizeBytes: file.sizeBytes,
      modifiedAt: file.finishedAt,
      open: () => ctx.objects.get(job.resultBucket, file.key),
    })),
    failed,
  );
  response.writeHead(200, {
    "content-type": "application/zip",
    "content-length": sizeBytes,
    "content-disposition": disposition(`${job.name}.zip`),
  });
  await pipeline(stream, response).catch(failed).finally(stop);
}
