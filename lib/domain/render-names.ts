/** Engines and formats by the names that people know. */

export const ENGINES = ["CYCLES", "BLENDER_EEVEE", "BLENDER_WORKBENCH"] as const;
export type Engine = (typeof ENGINES)[number];

export const ENGINE_NAMES: Record<Engine, string> = {
  CYCLES: "Cycles",
  BLENDER_EEVEE: "EEVEE",
  BLENDER_WORKBENCH: "Workbench",
};

/** Blender's own names of still formats. `FILE` keeps what the file says (a movie format becomes PNG). */
export const OUTPUT_FORMATS = [
  "FILE",
  "PNG",
  "JPEG",
  "WEBP",
  "TIFF",
  "TARGA",
  "OPEN_EXR",
  "OPEN_EXR_MULTILAYER",
] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

export const FORMAT_NAMES: Record<OutputFormat, string> = {
  FILE: "As in the file",
  PNG: "PNG",
  JPEG: "JPEG",
  WEBP: "WebP",
  TIFF: "TIFF",
  TARGA: "Targa",
  OPEN_EXR: "OpenEXR",
  OPEN_EXR_MULTILAYER: "OpenEXR multilayer",
};
