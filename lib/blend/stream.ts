/**
 * A file that can only be unpacked from its beginning: gzip, and Zstandard without a table. What was unpacked is kept in
 * pages up to a limit, without what the reader skips; who asks for a page that is gone makes it unpack once more.
 */
import type { Budget } from "./budget.ts";
import { MAX_KEPT_BYTES } from "./budget.ts";
import type { Content } from "./content.ts";
import { BeyondLimits } from "./errors.ts";

const PAGE = 64 * 1024;
/** Scenes, images, objects, …: a file of more than is kept is gone through once for each kind. */
const MAX_PASSES = 12;

/** Unpacked bytes in order; null at the end. Errors: BlendFileError. */
export interface Unpacking {
  next(): Promise<Uint8Array | null>;
  stop(): void;
}

export function streamContent(begin: () => Unpacking, budget: Budget): Content {
  const pages = new Map<number, Uint8Array>();
  const skipped: { from: number; to: number }[] = [];
  let size: number | null = null;
  let unpacking = begin();
  let passes = 1;
  /** Where the unpacking is, and the page that is being filled. */
  let at = 0;
  let page = new Uint8Array(PAGE);

  const isWanted = (index: number) =>
    !skipped.some(({ from, to }) => index * PAGE >= from && (index + 1) * PAGE <= to);
  const finishPage = (length: number) => {
    const index = Math.floor((at - 1) / PAGE);
    if (!pages.has(index) && isWanted(index)) {
      pages.set(index, page.subarray(0, length));
      if (pages.size * PAGE > MAX_KEPT_BYTES) pages.delete(pages.keys().next().value as number);
      page = new Uint8Array(PAGE);
    }
  };
  const take = (chunk: Uint8Array) => {
    budget.unpack(chunk.length);
    for (let done = 0; done < chunk.length; ) {
      const inPage = at % PAGE;
      const part = chunk.subarray(done, done + PAGE - inPage);
      page.set(part, inPage);
      done += part.length;
      at += part.length;
      if (at % PAGE === 0) finishPage(PAGE);
    }
  };
  const advance = async (): Promise<boolean> => {
    if (size !== null && at >= size) return false;
    const chunk = await unpacking.next();
    if (chunk !== null) take(chunk);
    else {
      size = at;
      if (at % PAGE > 0) finishPage(at % PAGE);
    }
    return chunk !== null;
  };
  const again = () => {
    passes += 1;
    if (passes > MAX_PASSES) throw new BeyondLimits("its parts lie too far from each other");
    unpacking.stop();
    unpacking = begin();
    at = 0;
    page = new Uint8Array(PAGE);
  };
  const pageAt = async (index: number): Promise<Uint8Array | null> => {
    for (;;) {
      const there = pages.get(index);
      if (there !== undefined) return there;
      if (size !== null && index * PAGE >= size) return null;
      const from = index * PAGE;
      if (at > from + PAGE || (size !== null && at >= size)) {
        for (let i = skipped.length - 1; i >= 0; i--)
          if ((skipped[i] as { from: number }).from < from + PAGE && (skipped[i] as { to: number }).to > from)
            skipped.splice(i, 1);
        again();
      }
      // The unfinished page is handed out as it is where enough of it is there, by `load`.
      if (!(await advance()) && !pages.has(index)) {
        if (size !== null && from < size) continue;
        return null;
      }
    }
  };
  const copy = (offset: number, length: number): Uint8Array | null => {
    const out = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const bytes = pages.get(Math.floor((offset + done) / PAGE));
      const from = (offset + done) % PAGE;
      if (bytes === undefined || from >= bytes.length) return null;
      const part = bytes.subarray(from, from + length - done);
      out.set(part, done);
      done += part.length;
    }
    return out;
  };
  return {
    get size() {
      return size;
    },
    peek: (offset, length) => {
      const index = Math.floor(offset / PAGE);
      const bytes = pages.get(index);
      const from = offset - index * PAGE;
      if (bytes !== undefined && from + length <= bytes.length) return bytes.subarray(from, from + length);
      return length > PAGE * 4 ? null : copy(offset, length);
    },
    async load(offset, length) {
      const parts: Uint8Array[] = [];
      let found = 0;
      while (found < length) {
        const bytes = await pageAt(Math.floor((offset + found) / PAGE));
        const from = (offset + found) % PAGE;
        if (bytes === null || from >= bytes.length) break;
        const part = bytes.subarray(from, from + length - found);
        parts.push(part);
        found += part.length;
      }
      return join(parts, found);
    },
    skip: (from, to) => {
      if (to - from > 2 * PAGE && skipped.length < 1000) skipped.push({ from, to });
    },
  };
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
