/** Names and kinds of buckets: the named places of an account that hold files, as scripts see them over S3. */
export const BUCKET_KINDS = ["files", "project", "result", "disk"] as const;
/** files: made by a script; project: an uploaded .blend; result: what a job made; disk: made over the disks API of 2015. */
export type BucketKind = (typeof BUCKET_KINDS)[number];

/** As S3 was before it wanted names for hosts, and as other stores still take them: 3 to 255 characters. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;
/** What fits into a host name, with room for "-2" and the like. */
const MAX_SLUG = 50;

export const isBucketName = (name: string): boolean => NAME.test(name) && !name.includes("..");

/**
 * A readable bucket name from any text.
 * Shape: ("Big Buck Bunny.blend", "project") → "big-buck-bunny" · ("🎬", "project") → "project"
 */
export function bucketNameFrom(text: string, otherwise: string): string {
  const slug = text
    .replace(/\.blend\d*$/i, "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_SLUG)
    .replace(/^-+|-+$/g, "");
  return slug.length < 3 ? [slug, otherwise].filter((part) => part !== "").join("-") : slug;
}
