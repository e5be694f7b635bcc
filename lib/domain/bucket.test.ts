/** Bucket names: which are taken, and readable ones from any text. */
import { expect, it } from "vitest";
import { bucketNameFrom, isBucketName } from "./bucket.ts";

it.each(["abc", "sample5-blender-input-resource", "My_Bucket.2", "a".repeat(255)])("takes %s", (name) => {
  expect(isBucketName(name)).toBe(true);
});
it.each(["", "ab", "-abc", "abc-", "a..b", "../etc", "a/b", "a b", "ünï", "a".repeat(256)])(
  "refuses %j",
  (name) => {
    expect(isBucketName(name)).toBe(false);
  },
);
it.each([
  ["Big Buck Bunny.blend", "big-buck-bunny"],
  ["Ünï cödé (final).blend1", "uni-code-final"],
  ["🎬.blend", "project"],
  ["a.blend", "a-project"],
  [`${"long ".repeat(40)}.blend`, "long-long-long-long-long-long-long-long-long-long"],
])("makes %s readable as %s", (text, name) => {
  expect(bucketNameFrom(text, "project")).toBe(name);
  expect(isBucketName(name)).toBe(true);
});
