/** An upload's plan in its id: an S3 elsewhere does not keep how long the file will be. Pure. */
import { MultipartMissing } from "./object-store.ts";

export interface PlannedUpload {
  uploadId: string;
  sizeBytes: number;
  partSizeBytes: number;
}

/** Shape: {uploadId: "abc", sizeBytes: 15, partSizeBytes: 10} → "15.10.abc" */
export const planText = ({ uploadId, sizeBytes, partSizeBytes }: PlannedUpload): string =>
  `${sizeBytes}.${partSizeBytes}.${uploadId}`;

/** Errors: MultipartMissing for what is no such id. */
export function planIn(id: string): PlannedUpload {
  const [, size, part, uploadId] = /^(\d{1,15})\.(\d{1,15})\.(.+)$/.exec(id) ?? [];
  if (uploadId === undefined) throw new MultipartMissing(id);
  return { uploadId, sizeBytes: Number(size), partSizeBytes: Number(part) };
}
