/**
 * The pixels of a PNG as its encoder wrote them. Two files of the same encoder have equal pixels exactly when these bytes are
 * equal: what differs otherwise (date, render time, host) stands in other chunks.
 */
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";

/** Header (size, depth, colours) and scan lines. Errors: when the file is no PNG. */
export function pngPixels(path: string): Buffer {
  const file = readFileSync(path);
  if (file.readUInt32BE(0) !== 0x89504e47) throw new Error(`${path} is not a PNG.`);
  const parts: Buffer[] = [];
  let header: Buffer = Buffer.alloc(0);
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString("latin1", at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") header = data;
    if (type === "IDAT") parts.push(data);
    at += 12 + length;
  }
  return Buffer.concat([header, inflateSync(Buffer.concat(parts))]);
}
