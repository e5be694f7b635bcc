/**
 * Looks at the first bytes of a file and says whether it can be a .blend, before anything is uploaded. Pure.
 * Source: Blender's BLO_readfile: "BLENDER", pointer size `_`/`-`, endianness `v`/`V`, three digits of version; since 5.0
 * "BLENDER17-01v0500". Whole files may be gzip (before 3.0) or Zstandard (since 3.0).
 */

/** As many as `sniffBlend` wants to see; a shorter file is judged by what it has. */
export const SNIFF_BYTES = 1024;

export type SniffProblem =
  | "empty"
  | "git_lfs_pointer"
  | "picture"
  | "archive"
  | "video"
  | "text"
  | "not_a_blend"
  | "other_extension";

export type Sniffed =
  | {
      ok: true;
      compression: "none" | "gzip" | "zstd";
      /** "3.4" where the header is not compressed, else null. */
      version: string | null;
    }
  | { ok: false; code: SniffProblem; message: string };

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, SNIFF_BYTES));
const startsWith = (bytes: Uint8Array, ...head: number[]): boolean =>
  head.every((byte, at) => bytes[at] === byte);

function no(code: SniffProblem, message: string): Sniffed {
  return { ok: false, code, message };
}

/** Shape: "BLENDER-v304RENDH" → "3.4"; "BLENDER17-01v0500…" → "5.0"; anything else → null */
function versionOf(head: string): string | null {
  const classic = /^BLENDER[-_][vV](\d)(\d\d)/.exec(head);
  const modern = /^BLENDER\d\d-\d\d[vV](\d\d)(\d\d)/.exec(head);
  const found = classic ?? modern;
  return found === null ? null : `${Number(found[1])}.${Number(found[2])}`;
}

/** What else people drop by mistake, by its first bytes. */
function lookalike(bytes: Uint8Array, head: string): Sniffed | null {
  const picture = (kind: string) =>
    no(
      "picture",
      `This is a ${kind} picture, whatever its name says. Drop the .blend that it was made from.`,
    );
  if (head.startsWith("version https://git-lfs"))
    return no(
      "git_lfs_pointer",
      "This is a Git LFS pointer, not the file itself. Run “git lfs pull” in its folder, then drop the file again.",
    );
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47)) return picture("PNG");
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return picture("JPEG");
  if (startsWith(bytes, 0x76, 0x2f, 0x31, 0x01)) return picture("OpenEXR");
  if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) return picture("WebP");
  if (head.startsWith("PK") || head.startsWith("Rar!") || startsWith(bytes, 0x37, 0x7a, 0xbc, 0xaf))
    return no("archive", "This is an archive. Unpack it and drop the .blend that is inside.");
  if (head.startsWith("ftyp", 4))
    return no("video", "This is a video. Drop the .blend that it was made from.");
  return null;
}

/** Shape: first bytes of a file and its name → what it is, or a problem whose message says what to do. */
export function sniffBlend(bytes: Uint8Array, name: string): Sniffed {
  if (bytes.length === 0) return no("empty", "The file is empty. Save it in Blender again.");
  const head = text(bytes);
  const version = versionOf(head);
  if (version !== null) return { ok: true, compression: "none", version };
  const other = lookalike(bytes, head);
  if (other !== null) return other;
  const isZstd =
    startsWith(bytes, 0x28, 0xb5, 0x2f, 0xfd) ||
    // A skippable frame may come first.
    ((bytes[0] ?? 0) >> 4 === 0x5 && startsWith(bytes.subarray(1), 0x2a, 0x4d, 0x18));
  const isGzip = startsWith(bytes, 0x1f, 0x8b);
  if (isZstd || isGzip) {
    if (!/\.blend\d*$/i.test(name))
      return no(
        "other_extension",
        "This does not look like a .blend. Drop a file whose name ends in .blend.",
      );
    return { ok: true, compression: isZstd ? "zstd" : "gzip", version: null };
  }
  if (/^[\t\n\r\x20-\x7e]+$/.test(head)) return no("text", "This is a text file. Drop the .blend itself.");
  return no(
    "not_a_blend",
    "This is not a .blend: Blender's mark at its beginning is missing. It may be damaged; save it in Blender again.",
  );
}
