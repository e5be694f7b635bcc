/** The Range header. Pure. Source: RFC 9110 section 14. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * Null: all of it (no range, several ranges, or not understood). "unsatisfiable": 416.
 * Shape: ("bytes=-5", 100) → {first: 95, last: 99}. Units: bytes, inclusive.
 */
export function parseRange(
  header: string | undefined,
  sizeBytes: number,
): ByteRange | "unsatisfiable" | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return null;
  if (first === "") {
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? "unsatisfiable" : { first: sizeBytes - length, last: sizeBytes - 1 };
  }
  const begin = Number(first);
  const end = last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== "" && Number(last) < begin) return null;
  return begin >= sizeBytes ? "unsatisfiable" : { first: begin, last: end };
}
