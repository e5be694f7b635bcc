/** Storage's refusals, as S3 words them: a code and a status in a small XML document. */
import {
  ChecksumMismatch,
  MultipartIncomplete,
  MultipartMissing,
  PartsRefused,
  ObjectMissing,
  StoreFull,
} from "../objects/object-store.ts";
import { PartLengthError } from "../objects/fs-multipart.ts";
import { ObjectNameError } from "../objects/fs-names.ts";
import { TooManyBytes } from "../objects/fs-write.ts";
import type { Refusal } from "./sigv4.ts";
import { xmlOf } from "./xml-text.ts";

export class StorageError extends Error {
  readonly code: string;
  readonly status: number;
  /** More elements of the answer, as clients read them: BucketName, Key. */
  readonly details: Readonly<Record<string, string>>;
  constructor(status: number, code: string, message: string, details: Record<string, string> = {}) {
    super(message);
    this.details = details;
    this.name = "StorageError";
    this.status = status;
    this.code = code;
  }
}

export function refusalError(refusal: Refusal): StorageError {
  switch (refusal) {
    case "ExpiredToken":
      return new StorageError(403, "AccessDenied", "Request has expired");
    case "AccessDenied":
      return new StorageError(403, "AccessDenied", "Access Denied");
    case "RequestTimeTooSkewed":
      return new StorageError(
        403,
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large: 15 minutes at most.",
      );
    case "InvalidAccessKeyId":
      return new StorageError(
        403,
        "InvalidAccessKeyId",
        "The access key is not known here: it is an account's e-mail, with one of its API tokens as the secret.",
      );
    case "SignatureDoesNotMatch":
      return new StorageError(
        403,
        "SignatureDoesNotMatch",
        "The signature does not match the method, host, path and query that came.",
      );
    default:
      return refusal satisfies never;
  }
}

/** Null for what nobody foresaw: 500, and the log. */
export function storageErrorOf(error: unknown): StorageError | null {
  if (error instanceof StorageError) return error;
  if (error instanceof ObjectMissing) return new StorageError(404, "NoSuchKey", error.message);
  if (error instanceof MultipartMissing) return new StorageError(404, "NoSuchUpload", error.message);
  if (error instanceof PartsRefused) return new StorageError(400, error.code, error.message);
  if (error instanceof MultipartIncomplete) return new StorageError(400, "InvalidPart", error.message);
  if (error instanceof PartLengthError)
    return new StorageError(400, error.isNumber ? "InvalidArgument" : "IncompleteBody", error.message);
  if (error instanceof ChecksumMismatch) return new StorageError(400, "BadDigest", error.message);
  if (error instanceof TooManyBytes) return new StorageError(400, "EntityTooLarge", error.message);
  if (error instanceof ObjectNameError) return new StorageError(400, "InvalidURI", error.message);
  if (error instanceof StoreFull) return new StorageError(507, "InsufficientStorage", error.message);
  return null;
}

export const errorXml = (error: StorageError, resource: string, requestId: string): string =>
  xmlOf(
    "Error",
    {
      Code: error.code,
      Message: error.message,
      ...error.details,
      Resource: resource,
      RequestId: requestId,
    },
    { hasNamespace: false },
  );
