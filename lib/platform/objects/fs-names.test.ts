/** No key leaves its bucket's folder, and no two keys share a file. */
import { expect, it } from "vitest";
import { checkNames, fileNameOf, keyOf } from "./fs-names.ts";

const keys = [
  "0001.png",
  ".",
  "..",
  "../../etc/passwd",
  "a/../../b",
  "/absolute",
  "a//b",
  "a%2Fb",
  "a/b",
  "quo\"tes'",
  "emoji 😀.blend",
  "ümläut",
  "back\\slash",
  "tilde~",
  "new\nline",
  "x".repeat(300),
  `${"x".repeat(299)}y`,
  "😀".repeat(80),
  "CON",
];

it("gives every key a file name of its own that stays in the folder", () => {
  const names = keys.map(fileNameOf);
  expect(new Set(names).size).toBe(keys.length);
  for (const name of names) {
    expect(name).toMatch(/^[A-Za-z0-9%_-][A-Za-z0-9%._~-]{0,199}$/);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
  }
});

it("finds the key in the name, unless it was too long", () => {
  for (const key of keys) {
    const found = keyOf(fileNameOf(key));
    expect(found === null ? Buffer.byteLength(key) > 100 : found === key).toBe(true);
  }
});

it("refuses names that S3 refuses", () => {
  for (const bucket of ["", "a", "..", "../x", "UPPER", "a/b", "-a", "a".repeat(64)])
    expect(() => checkNames(bucket, "key"), bucket).toThrow("no bucket name");
  expect(() => checkNames("bucket", "")).toThrow("1 to 1024");
  expect(() => checkNames("bucket", "é".repeat(513))).toThrow("1 to 1024");
  expect(() => checkNames("bucket", "a\0b")).toThrow();
  expect(() => checkNames("bucket", "é".repeat(512))).not.toThrow();
});
