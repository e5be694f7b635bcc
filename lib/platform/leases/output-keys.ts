/** Where a lease's files go: a folder of its own, so that a late or repeated upload never touches a delivered picture. */
import type { LeaseId } from "#lib/domain/ids.ts";

/** Shape: ("018f…", "0001.png") → {output: "018f…/0001.png", thumbnail: "018f…/0001.png.thumb.jpg", …} */
export const outputKeys = (leaseId: LeaseId, fileName: string) => ({
  output: `${leaseId}/${fileName}`,
  thumbnail: `${leaseId}/${fileName}.thumb.jpg`,
  preview: `${leaseId}/${fileName}.preview.jpg`,
});
