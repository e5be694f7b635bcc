/** ListBuckets, CreateBucket, HeadBucket, DeleteBucket, and the two questions clients ask of a bucket. */
import { type AccountCall, type BucketCall, sendNothing, sendXml } from "./context.ts";
import { StorageError } from "./errors.ts";
import { xmlOf } from "./xml-text.ts";

export async function listBuckets({
  response,
  accounts,
  accountId,
  caller,
  query,
}: AccountCall): Promise<void> {
  const prefix = query.get("prefix") ?? "";
  const rows = (await accounts.buckets(accountId)).filter((row) => row.name.startsWith(prefix));
  sendXml(
    response,
    xmlOf("ListAllMyBucketsResult", {
      Owner: { ID: accountId, DisplayName: caller.email },
      Buckets: { Bucket: rows.map((row) => ({ Name: row.name, CreationDate: row.createdAt })) },
    }),
  );
}

/** The same again is fine: Qarnot's clients make a bucket each time before they use it. */
export async function createBucket(call: AccountCall, name: string): Promise<void> {
  call.goOn();
  // Where it shall lie is no question here; the body is not read.
  call.request.resume();
  const row = await call.accounts.create(call.accountId, name);
  if (row === null)
    throw new StorageError(400, "InvalidBucketName", "The specified bucket is not valid.", {
      BucketName: name,
    });
  call.response.setHeader("location", `/${encodeURIComponent(name)}`);
  sendNothing(call.response, 200);
}

/** With Ceph's two headers, which Qarnot's C# client reads. */
export async function headBucket({ response, accounts, bucket }: BucketCall): Promise<void> {
  const { objectCount, sizeBytes } = await accounts.usage(bucket);
  response.setHeader("x-rgw-object-count", objectCount);
  response.setHeader("x-rgw-bytes-used", sizeBytes);
  response.setHeader("x-amz-bucket-region", "us-east-1");
  sendNothing(response, 200);
}

export async function deleteBucket({ response, accounts, store, bucket }: BucketCall): Promise<void> {
  if ((await store.keys(bucket.folder)).length > 0)
    throw new StorageError(409, "BucketNotEmpty", "The bucket you tried to delete is not empty", {
      BucketName: bucket.name,
    });
  for (const { id } of await store.multipart.list(bucket.folder)) await store.multipart.abort(id);
  await accounts.remove(bucket);
  sendNothing(response, 204);
}

/** Empty: the region that every client takes for granted. */
export const getBucketLocation = ({ response }: BucketCall): void =>
  sendXml(response, xmlOf("LocationConstraint", {}));

/** Empty: never switched on. */
export const getBucketVersioning = ({ response }: BucketCall): void =>
  sendXml(response, xmlOf("VersioningConfiguration", {}));
