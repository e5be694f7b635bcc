/** CopyObject: another name for the same bytes, without reading them. */
import { type BucketCall, sendXml } from "./context.ts";
import { copySourceOf } from "./copy-source.ts";
import { StorageError } from "./errors.ts";
import { copiedHeaders } from "./object-headers.ts";
import { xmlOf } from "./xml-text.ts";

export async function copyObject(call: BucketCall, key: string): Promise<void> {
  const { request, response, store, bucket } = call;
  const source = await copySourceOf(call);
  const headers = copiedHeaders(source.head.headers, request.headers);
  if (source.folder === bucket.folder && source.key === key && headers === source.head.headers)
    throw new StorageError(
      400,
      "InvalidRequest",
      "This copy request is illegal because it is trying to copy an object to itself without changing its metadata.",
    );
  const from = { bucket: source.folder, key: source.key };
  const head = await store.copyWith(from, { bucket: bucket.folder, key }, headers);
  sendXml(response, xmlOf("CopyObjectResult", { LastModified: head.lastModified, ETag: `"${head.etag}"` }));
}
