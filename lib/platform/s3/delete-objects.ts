/** DeleteObject and DeleteObjects. Deleting what is not there is fine, as in S3. */
import { z } from "zod";
import { createSums } from "../objects/sums.ts";
import { bodyOf, textOf } from "./body.ts";
import { type BucketCall, sendNothing, sendXml } from "./context.ts";
import { StorageError } from "./errors.ts";
import { parseXml } from "./parse-xml.ts";
import { xmlOf } from "./xml-text.ts";

/** S3's most, and what so many of the longest keys need. Units: keys, bytes. */
const MAX_KEYS = 1000;
const MAX_BODY_BYTES = 4 * 1024 ** 2;

const deletion = z.object({
  Quiet: z.string().optional(),
  Object: z.array(z.object({ Key: z.string(), VersionId: z.string().optional() })),
});

/** Without versions each object has one, called null. */
function checkVersion(version: string | undefined): void {
  if (version !== undefined && version !== "null" && version !== "")
    throw new StorageError(400, "InvalidArgument", "Invalid version id specified");
}

export async function deleteObject(
  { store, response, bucket, query }: BucketCall,
  key: string,
): Promise<void> {
  checkVersion(query.get("versionId"));
  await store.remove(bucket.folder, key);
  sendNothing(response, 204);
}

export async function deleteObjects(call: BucketCall): Promise<void> {
  const body = bodyOf(call.request, call.caller, "The list");
  call.goOn();
  const wanted = parseXml(await textOf(body, createSums, MAX_BODY_BYTES), "Delete", deletion);
  if (wanted.Object.length > MAX_KEYS)
    throw new StorageError(400, "MalformedXML", `One request deletes ${MAX_KEYS} objects at most.`);
  for (const { VersionId } of wanted.Object) checkVersion(VersionId);
  for (const { Key } of wanted.Object) await call.store.remove(call.bucket.folder, Key);
  const Deleted =
    wanted.Quiet === "true" ? [] : wanted.Object.map(({ Key, VersionId }) => ({ Key, VersionId }));
  sendXml(call.response, xmlOf("DeleteResult", { Deleted }));
}
