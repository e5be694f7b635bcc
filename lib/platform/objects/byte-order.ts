/** S3's order of keys: by the bytes of their UTF-8. JavaScript's own orders by UTF-16 and differs beyond U+FFFF. */
export const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Plain text needs no bytes: its own order is the same. */
export function inByteOrder(keys: string[]): string[] {
  // Surrogates are where the two orders part.
  return keys.some((key) => /[\ud800-\udfff]/.test(key)) ? keys.sort(compareBytes) : keys.sort();
}
