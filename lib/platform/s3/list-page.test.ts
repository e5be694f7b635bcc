/** Pages of listings: order, folding by a delimiter, and nothing lost or twice between pages. */
import { expect, it } from "vitest";
import { inByteOrder } from "../objects/byte-order.ts";
import { pageOf } from "./list-page.ts";

const KEYS = inByteOrder(["a", "b/1", "b/2", "b/c/3", "b0", "c", "ü", "😀", "\uffee"]);
const all = { prefix: "", delimiter: "", after: "", maxKeys: 1000 };

it("folds what the delimiter divides, below the prefix", () => {
  expect(pageOf(KEYS, { ...all, delimiter: "/" })).toEqual({
    keys: ["a", "b0", "c", "ü", "\uffee", "😀"],
    prefixes: ["b/"],
    isTruncated: false,
    last: "😀",
  });
  const below = KEYS.filter((key) => key.startsWith("b/"));
  expect(pageOf(below, { ...all, prefix: "b/", delimiter: "/" })).toMatchObject({
    keys: ["b/1", "b/2"],
    prefixes: ["b/c/"],
  });
});

it.each(["", "/"])("gives everything once, in order, page by page (delimiter %j)", (delimiter) => {
  const whole = pageOf(KEYS, { ...all, delimiter });
  for (const maxKeys of [1, 2, 3, 100]) {
    const found: string[] = [];
    for (let after = "", more = true; more; ) {
      const page = pageOf(KEYS, { ...all, delimiter, after, maxKeys });
      expect(page.keys.length + page.prefixes.length).toBeLessThanOrEqual(maxKeys);
      found.push(...page.keys, ...page.prefixes);
      after = page.last ?? "";
      more = page.isTruncated;
    }
    expect(inByteOrder(found)).toEqual(inByteOrder([...whole.keys, ...whole.prefixes]));
  }
});

it("a page of no keys is no page before others", () => {
  expect(pageOf(KEYS, { ...all, maxKeys: 0 })).toEqual({
    keys: [],
    prefixes: [],
    isTruncated: false,
    last: null,
  });
});
