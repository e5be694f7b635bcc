/** Which operation a request asks for. Our own signed URLs may read and write objects of the store, nothing else. */
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  listBuckets,
} from "./buckets.ts";
import { type AccountCall, type BucketCall, bucketOf, type ServiceCall } from "./context.ts";
import { copyObject } from "./copy-object.ts";
import { deleteObject, deleteObjects } from "./delete-objects.ts";
import { StorageError } from "./errors.ts";
import { getObject } from "./get-object.ts";
import { listObjects, listObjectsV2, listObjectVersions } from "./list-objects.ts";
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPartCopy,
} from "./multipart.ts";
import { putObject } from "./put-object.ts";
import { refuseClimbing, type Target } from "./target.ts";

const notOffered = () => new StorageError(405, "MethodNotAllowed", "This storage does not offer that.");
/** Parts of S3 that are not here: never answered as if they were something else. */
const ELSEWHERE = new Set(
  "acl accelerate analytics cors encryption inventory legal-hold lifecycle logging metrics notification object-lock ownershipControls policy policyStatus publicAccessBlock replication requestPayment restore retention select tagging torrent website attributes".split(
    " ",
  ),
);

export async function operate(
  call: ServiceCall & Pick<Partial<AccountCall>, "accounts">,
  { bucket: name, key }: Target,
): Promise<void> {
  const { accountId } = call.caller;
  if (accountId === null) return ownUrl(call, name, key);
  if (call.accounts === undefined || [...call.query.keys()].some((word) => ELSEWHERE.has(word)))
    throw notOffered();
  const account: AccountCall = { ...call, accounts: call.accounts, accountId };
  const { method = "" } = call.request;
  if (!call.caller.mayWrite && !["GET", "HEAD"].includes(method))
    throw new StorageError(403, "AccessDenied", "This API token may only read.");
  if (name === null) {
    if (method === "GET") return listBuckets(account);
    throw notOffered();
  }
  if (key === null && method === "PUT" && !call.query.has("versioning")) return createBucket(account, name);
  const bucket: BucketCall = { ...account, bucket: await bucketOf(account, name) };
  if (key === null) return ofBucket(bucket);
  refuseClimbing(key);
  await ofObject(bucket, key);
  if (method === "PUT" || method === "POST") await account.accounts.touched(bucket.bucket);
}

async function ownUrl(call: ServiceCall, name: string | null, key: string | null): Promise<void> {
  if (name === null || key === null)
    throw new StorageError(400, "InvalidURI", "The path must be /bucket/key.");
  const object = { ...call, folder: name, bucketName: name, key };
  switch (call.request.method) {
    case "GET":
    case "HEAD":
      return getObject(object);
    case "PUT":
      return putObject(object);
    default:
      throw notOffered();
  }
}

async function ofBucket(call: BucketCall): Promise<void> {
  const { query } = call;
  switch (call.request.method) {
    case "HEAD":
      return headBucket(call);
    case "GET":
      if (query.has("location")) return getBucketLocation(call);
      if (query.has("versioning")) return getBucketVersioning(call);
      if (query.has("versions")) return listObjectVersions(call);
      if (query.has("uploads")) return listMultipartUploads(call);
      return query.get("list-type") === "2" ? listObjectsV2(call) : listObjects(call);
    case "POST":
      if (query.has("delete")) return deleteObjects(call);
      throw notOffered();
    case "DELETE":
      return deleteBucket(call);
    default:
      throw notOffered();
  }
}

async function ofObject(call: BucketCall, key: string): Promise<void> {
  const { query, request } = call;
  const isCopy = request.headers["x-amz-copy-source"] !== undefined;
  const object = { ...call, folder: call.bucket.folder, bucketName: call.bucket.name, key };
  switch (request.method) {
    case "GET":
      return query.has("uploadId") ? listParts(call, key) : getObject(object);
    case "HEAD":
      return getObject(object);
    case "PUT":
      if (!isCopy) return putObject(object);
      return query.has("uploadId") ? uploadPartCopy(call, key) : copyObject(call, key);
    case "POST":
      if (query.has("uploads")) return createMultipartUpload(call, key);
      if (query.has("uploadId")) return completeMultipartUpload(call, key);
      throw notOffered();
    case "DELETE":
      return query.has("uploadId") ? abortMultipartUpload(call, key) : deleteObject(call, key);
    default:
      throw notOffered();
  }
}
