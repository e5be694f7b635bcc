/** Where a lease's files go: a folder of its own, so that a late or repeated upload never touches a delivered picture. */
import type { LeaseId } from "#lib/domain/ids.ts";

/** Shape: ("018f…", "0001.png") → {output: "018f…/0001.png", thumbnail: "018f…/0001.png.thumb.jpg", …} */
export const outputKeys = (leaseId: LeaseId, fileName: string) => ({
  output: `${leaseId}/${fileName}`,
  thumbnail: `${leaseId}/${fileName}.thumb.jpg`,
  preview: `${leaseId}/${fileName}.preview.jpg`,
});

/** Where a command's results go. Shape: ("018f…", 7, "out/a.csv") → "018f…/7/out/a.csv" */
export const resultKey = (leaseId: LeaseId, frame: number, path: string) => `${leaseId}/${frame}/${path}`;
/** What it printed: beside the folder of its results, where none of them can be. */
export const streamKeys = (leaseId: LeaseId, frame: number) => ({
  stdout: `${leaseId}/${frame}.stdout`,
  stderr: `${leaseId}/${frame}.stderr`,
});
