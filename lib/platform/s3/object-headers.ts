/** Headers that a client gives an object, kept and answered with it. Pure. */
import type { IncomingHttpHeaders } from "node:http";

const KEPT = [
  "content-type",
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "expires",
];
/** Printable Latin-1: anything else is no header. */
const HEADER_TEXT = /^[\x20-\x7E\xA0-\xFF]*$/;
export const isHeaderText = (text: string): boolean => HEADER_TEXT.test(text);

/** Shape: {"content-type": "image/png", "x-amz-meta-take": "7", host: …} → the first two */
export function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!KEPT.includes(name) && !name.startsWith("x-amz-meta-")) continue;
    // How the body was sent is not how the object is.
    const text =
      name === "content-encoding" ? String(value).replace(/\s*aws-chunked\s*,?\s*/i, "") : String(value);
    if (text !== "" && isHeaderText(text)) kept[name] = text;
  }
  return kept;
}

/** Those of a copy: its source's, or what the request says. Checksums stay: the bytes are the same. */
export function copiedHeaders(
  source: Readonly<Record<string, string>>,
  headers: IncomingHttpHeaders,
): Record<string, string> {
  if (String(headers["x-amz-metadata-directive"] ?? "").toUpperCase() !== "REPLACE") return source;
  const sums = Object.entries(source).filter(([name]) => name.startsWith("x-amz-checksum-"));
  return { ...keptHeaders(headers), ...Object.fromEntries(sums) };
}
