/** Names of finished files, as Blender itself gives them. */
import type { OutputFormat } from "./render-settings.ts";

const EXTENSIONS: Record<Exclude<OutputFormat, "FILE">, string> = {
  PNG: ".png",
  JPEG: ".jpg",
  WEBP: ".webp",
  TIFF: ".tif",
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
export function paddedFrame(frame: number): string {
  const digits = String(Math.abs(frame)).padStart(4, "0");
  return frame < 0 ? `-${digits}` : digits;
}

/** Shape: (1, "PNG", ".jpg") → "0001.png"; (1, "FILE", ".jpg") → "0001.jpg" */
export function outputFileName(frame: number, format: OutputFormat, fileExtension: string): string {
  return paddedFrame(frame) + (format === "FILE" ? fileExtension : EXTENSIONS[format]);
}
