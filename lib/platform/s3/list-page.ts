/** One page of a listing: which keys, and which prefixes stand for many. Pure. */
import { compareBytes } from "../objects/byte-order.ts";

export interface PageRequest {
  prefix: string;
  delimiter: string;
  /** Only what comes behind it; "" for the beginning. A prefix that ends with the delimiter stands for all below it. */
  after: string;
  maxKeys: number;
}

export interface Page {
  keys: string[];
  /** Ends of what is folded by the delimiter. */
  prefixes: string[];
  isTruncated: boolean;
  /** The last key or prefix of the page: where the next begins. */
  last: string | null;
}

/**
 * `keys`: in the order of their bytes, with the prefix.
 * Shape: (["a", "b/1", "b/2", "c"], delimiter "/") → {keys: ["a", "c"], prefixes: ["b/"], …}
 */
export function pageOf(keys: readonly string[], { prefix, delimiter, after, maxKeys }: PageRequest): Page {
  const page: Page = { keys: [], prefixes: [], isTruncated: false, last: null };
  let folded: string | null = null;
  const isBehind = (text: string) => after === "" || compareBytes(text, after) > 0;
  for (const key of keys) {
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    const common = end < 0 ? null : key.slice(0, end + delimiter.length);
    if (common !== null && (common === folded || !isBehind(common) || common === after)) continue;
    if (common === null && !isBehind(key)) continue;
    if (page.keys.length + page.prefixes.length >= maxKeys) return { ...page, isTruncated: maxKeys > 0 };
    if (common === null) page.keys.push(key);
    else page.prefixes.push(common);
    folded = common;
    page.last = common ?? key;
  }
  return page;
}
