/**
 * The first bytes of a .blend, unpacked: 12 of them up to Blender 4.5, 17 since 5.0.
 * Source: Blender's BLO_core_blend_header.hh and blo_core_blend_header.cc.
 */
import { CorruptBlend, NewerBlendFormat, NotABlend, TruncatedBlend } from "./errors.ts";

export const MAX_HEADER_BYTES = 17;

export interface BlendHeader {
  /** As written, e.g. "BLENDER-v304" or "BLENDER17-01v0502". */
  text: string;
  formatVersion: 0 | 1;
  pointerSize: 4 | 8;
  endian: "little" | "big";
  /** 304 is Blender 3.4, 279 is 2.79, 502 is 5.2. */
  version: number;
  /** Of the header itself: where the first block begins. */
  headerBytes: number;
  /** Of the head of a block. */
  blockHeadBytes: 20 | 24 | 32;
}

/** Errors: NotABlend, TruncatedBlend, CorruptBlend, NewerBlendFormat. */
export function readHeader(bytes: Uint8Array): BlendHeader {
  const text = String.fromCharCode(...bytes.subarray(0, MAX_HEADER_BYTES));
  if (!text.startsWith("BLENDER")) throw new NotABlend("This is not a .blend: Blender's mark is missing.");
  if (text.length < 12) throw new TruncatedBlend("in its first bytes");
  const classic = /^BLENDER([-_])([vV])(\d{3})/.exec(text);
  if (classic !== null) {
    const pointerSize = classic[1] === "-" ? 8 : 4;
    return {
      text: text.slice(0, 12),
      formatVersion: 0,
      pointerSize,
      endian: classic[2] === "v" ? "little" : "big",
      version: Number(classic[3]),
      headerBytes: 12,
      blockHeadBytes: pointerSize === 8 ? 24 : 20,
    };
  }
  const modern = /^BLENDER17-01v(\d{4})/.exec(text);
  if (modern !== null)
    return {
      text: text.slice(0, 17),
      formatVersion: 1,
      pointerSize: 8,
      endian: "little",
      version: Number(modern[1]),
      headerBytes: 17,
      blockHeadBytes: 32,
    };
  if (/^BLENDER\d/.test(text)) throw new NewerBlendFormat(text.replace(/[^\x20-\x7e]/g, "·"));
  throw new CorruptBlend("its first bytes make no sense");
}

/** Shape: 279 → "2.79", 304 → "3.4", 410 → "4.10" */
export function versionText(version: number): string {
  return `${Math.floor(version / 100)}.${version % 100}`;
}
