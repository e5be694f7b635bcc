/** PutObject and UploadPart, straight from the connection to their place on disk. */
import { bodyOf } from "./body.ts";
import type { ObjectCall } from "./context.ts";
import { keptHeaders } from "./object-headers.ts";

export async function putObject(call: ObjectCall): Promise<void> {
  const { request, response, store, folder, key, query } = call;
  const body = bodyOf(request, call.caller, `${call.bucketName}/${key}`);
  const id = query.get("uploadId");
  call.goOn();
  if (id !== undefined) {
    const at = { bucket: folder, key, id, part: Number(query.get("partNumber") ?? Number.NaN) };
    const stored = await store.multipart.receive(at, body.stream, body.announced);
    response.setHeader("etag", `"${stored.etag}"`);
  } else {
    // Trailers are known when the body has ended: the object's headers are asked for after that.
    const headers = () => ({ ...keptHeaders(request.headers), ...body.checksums });
    const head = await store.receive(folder, key, body.stream, body.announced, headers);
    response.setHeader("etag", `"${head.etag}"`);
  }
  for (const [name, value] of Object.entries(body.checksums)) response.setHeader(name, value);
  response.writeHead(200, { "content-length": 0 }).end();
}
