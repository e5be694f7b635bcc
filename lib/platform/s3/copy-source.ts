/** What CopyObject and UploadPartCopy copy from. */
import type { ObjectHead } from "../objects/object-store.ts";
import { ObjectMissing } from "../objects/object-store.ts";
import { type AccountCall, bucketOf } from "./context.ts";
import { StorageError } from "./errors.ts";

export interface CopySource {
  folder: string;
  key: string;
  head: ObjectHead;
}

/** Shape: "x-amz-copy-source: /bucket/a%20b?versionId=null". Errors: InvalidArgument, NoSuchBucket, NoSuchKey. */
export async function copySourceOf(call: AccountCall): Promise<CopySource> {
  const header = String(call.request.headers["x-amz-copy-source"]);
  const [path = "", version = "versionId=null"] = header.replace(/^\//, "").split("?", 2);
  let text: string;
  try {
    text = decodeURIComponent(path);
  } catch {
    throw new StorageError(400, "InvalidArgument", "x-amz-copy-source can't be decoded.");
  }
  const slash = text.indexOf("/");
  if (slash < 1 || slash === text.length - 1 || version !== "versionId=null")
    throw new StorageError(
      400,
      "InvalidArgument",
      "x-amz-copy-source names a bucket and a key: /bucket/key.",
    );
  const { folder } = await bucketOf(call, text.slice(0, slash));
  const key = text.slice(slash + 1);
  const head = await call.store.head(folder, key);
  if (head === null) throw new ObjectMissing(text.slice(0, slash), key);
  const { headers } = call.request;
  const [match, noneMatch] = [
    headers["x-amz-copy-source-if-match"],
    headers["x-amz-copy-source-if-none-match"],
  ];
  const isTag = (tag: unknown) => String(tag).replaceAll('"', "") === head.etag;
  if ((match !== undefined && !isTag(match)) || (noneMatch !== undefined && isTag(noneMatch)))
    throw new StorageError(412, "PreconditionFailed", "The copy source is not what the request asks for.");
  return { folder, key, head };
}
