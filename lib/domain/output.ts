/** Names of finished files, as Blender itself gives them. */
import { DomainError } from "./errors.ts";
import type { OutputFormat } from "./render-settings.ts";

const EXTENSIONS: Record<Exclude<OutputFormat, "FILE">, string> = {
  PNG: ".png",
  JPEG: ".jpg",
  WEBP: ".webp",
  TIFF: ".tif",
  TARGA: ".tga",
  OPEN_EXR: ".exr",
  OPEN_EXR_MULTILAYER: ".exr",
};

/** Formats that an <img> shows as they are; others are looked at through a preview. */
const BROWSER = new Set([".png", ".jpg", ".jpeg", ".webp"]);
export const isBrowserImage = (fileName: string): boolean =>
  BROWSER.has(fileName.slice(fileName.lastIndexOf(".")).toLowerCase());

/**
 * Blender's `####` with the sign before the padding.
 * Shape: 7 → "0007", -5 → "-0005", 123456 → "123456"
 * Source: BLI_path_frame (printf "%.4d").
 */
export function paddedFrame(frame: number, width = 4): string {
  const digits = String(Math.abs(frame)).padStart(width, "0");
  return frame < 0 ? `-${digits}` : digits;
}

/** What is wrong with an output path, in words. */
export class OutputPathError extends DomainError {
  readonly code = "output_path";
}

/** Longest path of a result below its bucket: S3's keys have 1,024 bytes, a prefix comes before. */
const MAX_PATH = 512;

/**
 * An output path as Blender's `-o` takes it, below the results: `//` and `/` are the results' own place.
 * Shape: "//shots/a_##" → "shots/a_##"; "" → ""
 * Errors: OutputPathError for one that leaves the results, or is no path.
 */
export function outputTemplate(written: string): string {
  const path = written
    .trim()
    .replaceAll("\\", "/")
    .replace(/^(?:[A-Za-z]:)?\/+/, "");
  const segments = path.split("/");
  if (segments.some((segment) => segment === ".."))
    throw new OutputPathError(`The output path "${written.slice(0, 80)}" leads out of the results.`);
  if (/\p{Cc}/u.test(path) || path.length > MAX_PATH)
    throw new OutputPathError(
      `The output path may have ${MAX_PATH} characters, none of them a control character.`,
    );
  const isFolder = path.endsWith("/");
  const kept = segments.filter((segment) => segment !== "" && segment !== ".").join("/");
  return isFolder && kept !== "" ? `${kept}/` : kept;
}

/**
 * Where a frame's file goes below the results. The last run of `#` in the last part is the frame's number; without one it
 * is appended with four digits. The extension is added unless it is there.
 * Shape: ("", 1, ".png") → "0001.png" · ("a/", 1, ".png") → "a/0001.png" · ("b_##", 7, ".exr") → "b_07.exr"
 * Source: BLI_path_frame, BKE_image_path_ext_from_imformat_ensure.
 */
export function framePath(template: string, frame: number, extension: string): string {
  const cut = template.lastIndexOf("/") + 1;
  const [folder, name] = [template.slice(0, cut), template.slice(cut)];
  const hashes = /#+(?=[^#]*$)/.exec(name);
  const numbered =
    hashes === null
      ? endsWith(name, extension)
        ? name.slice(0, -extension.length) + paddedFrame(frame)
        : name + paddedFrame(frame)
      : name.slice(0, hashes.index) +
        paddedFrame(frame, hashes[0].length) +
        name.slice(hashes.index + hashes[0].length);
  return folder + (endsWith(numbered, extension) ? numbered : numbered + extension);
}

const endsWith = (name: string, extension: string): boolean =>
  extension !== "" && name.toLowerCase().endsWith(extension.toLowerCase());

/** Shape: (1, "PNG", ".jpg") → "0001.png"; (1, "FILE", ".jpg") → "0001.jpg" */
export function outputFileName(frame: number, format: OutputFormat, fileExtension: string): string {
  return paddedFrame(frame) + (format === "FILE" ? fileExtension : EXTENSIONS[format]);
}
