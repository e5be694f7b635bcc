/** Reads a request's JSON, bounded, whatever its Content-Type: clients of Qarnot's send form encoding with nothing in it. */
import type { IncomingMessage } from "node:http";
import { PlatformError } from "../errors.ts";

/** A task with 20,000 characters of ranges and 150 constants is far below. Units: bytes. */
export const MAX_BODY_BYTES = 8 * 1024 ** 2;

/** Undefined when there is none. Errors: too_large, invalid. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    // Some .NET writers begin with a byte order mark, which JSON does not know.
    return JSON.parse(
      Buffer.concat(chunks)
        .toString("utf8")
        .replace(/^\uFEFF/, ""),
    );
  } catch (error) {
    throw new PlatformError("invalid", "The request's body is not JSON.", undefined, error);
  }
}

const tooLarge = () =>
  new PlatformError("too_large", "The request is larger than 8 MiB. Files go to storage, not here.");
