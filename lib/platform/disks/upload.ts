/** disks.upload: the files of a form straight into storage, hashed on the way, never whole in memory. */
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import busboy, { type Busboy } from "busboy";
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { touchBucket } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import type { Exchange } from "../http/router.ts";
import { writeNote } from "../objects/notes.ts";
import { StoreFull } from "../objects/object-store.ts";
import { diskFor, keyOfPath } from "./find.ts";
import { hashingStream } from "./hash-file.ts";

const MAX_FILES = 1000;
const FIELD = "filedata";

function formOf(request: IncomingMessage): Busboy {
  try {
    // Old clients send file names as plain UTF-8; a path in one is no folder.
    const options = {
      defParamCharset: "utf8",
      preservePath: false,
      limits: { files: MAX_FILES, fields: MAX_FILES },
    };
    return busboy({ headers: request.headers, ...options });
  } catch (error) {
    throw new PlatformError(
      "invalid",
      `Send the file as multipart/form-data, in a part called ${FIELD}.`,
      undefined,
      error,
    );
  }
}

async function store(ctx: Ctx, folder: string, key: string, file: Readable): Promise<void> {
  const { stream, hashes } = hashingStream();
  // A form that breaks off must not end as a shorter file.
  file.on("error", (error) => stream.destroy(error));
  const head = await ctx.objects.put(folder, key, file.pipe(stream));
  await writeNote(ctx.db, folder, { key, etag: head.etag, ...hashes(), isExecutable: false });
}

/** Errors: invalid when the form has no file, or is none, or breaks off; disk_full. */
export async function uploadFiles(
  ctx: Ctx,
  { params }: ParsedOf<Api["disks"]["upload"]>,
  { request }: Exchange,
): Promise<void> {
  const { folder } = await diskFor(ctx, "change", params.diskId);
  const directory = keyOfPath(params.path);
  const form = formOf(request);
  const storing: Promise<void>[] = [];
  form.on("file", (name, file, { filename }) => {
    const stored = (async () => {
      const key = keyOfPath(`${directory}/${filename ?? ""}`);
      if (name !== FIELD || !filename || key === directory)
        throw new PlatformError("invalid", `The part ${FIELD} needs a file name.`);
      await store(ctx, folder, key, file);
    })();
    // Awaited below, when the whole form is read; what is refused is read on and thrown away.
    stored.catch(() => file.resume());
    storing.push(stored);
  });
  const read = await Promise.allSettled([pipeline(request, form)]);
  const outcomes = await Promise.allSettled(storing);
  const failed = [...outcomes, ...read].find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw refusal(failed.reason);
  if (storing.length === 0) throw new PlatformError("invalid", `The form has no part ${FIELD} with a file.`);
  await touchBucket(ctx.db, folder, new Date(ctx.clock.now()));
}

const refusal = (reason: unknown): unknown =>
  reason instanceof PlatformError || reason instanceof StoreFull
    ? reason
    : new PlatformError("invalid", "The form broke off, or is not well-formed.", undefined, reason);
