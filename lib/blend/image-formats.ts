/** Blender's numbers of output formats. Source: R_IMF_IMTYPE_… in makesdna/DNA_scene_types.h. */

const NAMES: Readonly<Record<number, string>> = {
  0: "TARGA",
  1: "IRIS",
  4: "JPEG",
  7: "IRIZ",
  14: "TARGA_RAW",
  15: "AVI_RAW",
  16: "AVI_JPEG",
  17: "PNG",
  18: "AVI_CODEC",
  19: "QUICKTIME",
  20: "BMP",
  21: "HDR",
  22: "TIFF",
  23: "OPEN_EXR",
  24: "FFMPEG",
  25: "FRAMESERVER",
  26: "CINEON",
  27: "DPX",
  28: "OPEN_EXR_MULTILAYER",
  29: "DDS",
  30: "JPEG2000",
  31: "H264",
  32: "XVID",
  33: "THEORA",
  34: "PSD",
  35: "WEBP",
  36: "AVIF",
};
const MOVIES: ReadonlySet<number> = new Set([15, 16, 18, 19, 24, 25, 31, 32, 33]);

export const formatName = (imtype: number): string => NAMES[imtype] ?? `UNKNOWN_${imtype}`;
export const isMovieFormat = (imtype: number): boolean => MOVIES.has(imtype);
