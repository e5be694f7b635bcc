/** Uploads in parts as S3's clients do them; UploadPart itself is in put-object.ts. */
import { z } from "zod";
import type { Part } from "../objects/fs-part-notes.ts";
import { checkNames } from "../objects/fs-names.ts";
import { PartsRefused } from "../objects/object-store.ts";
import { createSums } from "../objects/sums.ts";
import { bodyOf, textOf } from "./body.ts";
import { type BucketCall, sendNothing, sendXml } from "./context.ts";
import { copySourceOf } from "./copy-source.ts";
import { StorageError } from "./errors.ts";
import { countIn, encoderOf } from "./list-objects.ts";
import { keptHeaders } from "./object-headers.ts";
import { parseRange } from "./range.ts";
import { encodePath } from "./sigv4.ts";
import { parseXml } from "./parse-xml.ts";
import { xmlOf } from "./xml-text.ts";

/** 10,000 parts with all their checksums. Units: bytes. */
const MAX_BODY_BYTES = 8 * 1024 ** 2;
const MAX_PARTS = 1000;

const uploadOf = (call: BucketCall, key: string) => ({
  bucket: call.bucket.folder,
  key,
  id: call.query.get("uploadId") ?? "",
});

export async function createMultipartUpload(call: BucketCall, key: string): Promise<void> {
  const { request, response, store, bucket } = call;
  call.goOn();
  request.resume();
  checkNames(bucket.folder, key);
  const plan = { bucket: bucket.folder, key, sizeBytes: null, partSizeBytes: null };
  const id = await store.multipart.begin({ ...plan, headers: keptHeaders(request.headers) });
  const algorithm = request.headers["x-amz-checksum-algorithm"];
  if (typeof algorithm === "string") response.setHeader("x-amz-checksum-algorithm", algorithm);
  sendXml(response, xmlOf("InitiateMultipartUploadResult", { Bucket: bucket.name, Key: key, UploadId: id }));
}

/** Errors: InvalidArgument, InvalidRange, and those of copySourceOf. */
export async function uploadPartCopy(call: BucketCall, key: string): Promise<void> {
  const { request, response, store, query } = call;
  const source = await copySourceOf(call);
  const header = request.headers["x-amz-copy-source-range"];
  const range = header === undefined ? null : parseRange(String(header), source.head.sizeBytes);
  if (range === "unsatisfiable" || (header !== undefined && range === null))
    throw new StorageError(
      400,
      "InvalidArgument",
      "The x-amz-copy-source-range value must be of the form bytes=first-last, within the source.",
    );
  const sizeBytes = range === null ? source.head.sizeBytes : range.last - range.first + 1;
  const body = await store.get(source.folder, source.key, range ?? undefined);
  const at = { ...uploadOf(call, key), part: Number(query.get("partNumber") ?? Number.NaN) };
  const part = await store.multipart.receive(at, body, { sizeBytes, sums: [], check: () => {} });
  sendXml(response, xmlOf("CopyPartResult", { LastModified: part.modifiedAt, ETag: `"${part.etag}"` }));
}

const partXml = (part: Part) => ({
  PartNumber: part.number,
  LastModified: part.modifiedAt,
  ETag: `"${part.etag}"`,
  Size: part.sizeBytes,
  ChecksumCRC32: part.sums["crc32"],
  ChecksumCRC32C: part.sums["crc32c"],
  ChecksumCRC64NVME: part.sums["crc64nvme"],
  ChecksumSHA1: part.sums["sha1"],
  ChecksumSHA256: part.sums["sha256"],
});

export async function listParts(call: BucketCall, key: string): Promise<void> {
  const at = uploadOf(call, key);
  const { parts } = await call.store.multipart.find(at);
  const most = countIn(call.query, "max-parts", MAX_PARTS);
  const after = countIn(call.query, "part-number-marker", 10_000);
  const marker = call.query.has("part-number-marker") ? after : 0;
  const behind = [...parts.values()]
    .filter(({ number }) => number > marker)
    .sort((a, b) => a.number - b.number);
  const page = behind.slice(0, most);
  sendXml(
    call.response,
    xmlOf("ListPartsResult", {
      Bucket: call.bucket.name,
      Key: key,
      UploadId: at.id,
      PartNumberMarker: marker,
      // Only then: Amazon's client goes on asking as long as there is one.
      NextPartNumberMarker: page.length < behind.length ? page.at(-1)?.number : undefined,
      MaxParts: most,
      IsTruncated: page.length < behind.length,
      Part: page.map(partXml),
    }),
  );
}

export async function listMultipartUploads(call: BucketCall): Promise<void> {
  const encode = encoderOf(call.query);
  const prefix = call.query.get("prefix") ?? "";
  const uploads = await call.store.multipart.list(call.bucket.folder);
  sendXml(
    call.response,
    xmlOf("ListMultipartUploadsResult", {
      Bucket: call.bucket.name,
      Prefix: encode(prefix),
      MaxUploads: MAX_PARTS,
      IsTruncated: false,
      Upload: uploads
        .filter(({ key, sizeBytes }) => key.startsWith(prefix) && sizeBytes === null)
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .map(({ key, id, startedAt }) => ({
          Key: encode(key),
          UploadId: id,
          Initiated: new Date(startedAt),
          StorageClass: "STANDARD",
        })),
    }),
  );
}

const completion = z.object({
  Part: z
    .array(z.looseObject({ PartNumber: z.string().regex(/^\d{1,5}$/), ETag: z.string() }), {
      error: "it lists no parts.",
    })
    .min(1, "it lists no parts."),
});
/** Shape: "ChecksumCRC32" → "crc32" */
const sumNameOf = (field: string): string | null =>
  /^Checksum([A-Z0-9]+)$/.exec(field)?.[1]?.toLowerCase() ?? null;

export async function completeMultipartUpload(call: BucketCall, key: string): Promise<void> {
  const body = bodyOf(call.request, call.caller, "The list");
  call.goOn();
  const at = uploadOf(call, key);
  const { parts } = await call.store.multipart.find(at);
  const wanted = parseXml(
    await textOf(body, createSums, MAX_BODY_BYTES),
    "CompleteMultipartUpload",
    completion,
  );
  const listed = wanted.Part.map((fields) => {
    const number = Number(fields.PartNumber);
    for (const [field, value] of Object.entries(fields)) {
      const name = sumNameOf(field);
      const kept = name === null ? undefined : parts.get(number)?.sums[name];
      if (kept !== undefined && kept !== value)
        throw new PartsRefused("InvalidPart", `Part ${number} has another ${field}.`);
    }
    return { number, etag: fields.ETag.trim().replaceAll('"', "") };
  });
  const head = await call.store.completeListed(at, listed);
  const { host = "" } = call.request.headers;
  sendXml(
    call.response,
    xmlOf("CompleteMultipartUploadResult", {
      Location: `http://${host}${encodePath(call.bucket.name, key)}`,
      Bucket: call.bucket.name,
      Key: key,
      ETag: `"${head.etag}"`,
    }),
  );
}

export async function abortMultipartUpload(call: BucketCall, key: string): Promise<void> {
  const at = uploadOf(call, key);
  await call.store.multipart.find(at);
  await call.store.multipart.abort(at.id);
  sendNothing(call.response, 204);
}
