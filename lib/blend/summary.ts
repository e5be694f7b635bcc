/** What the reader tells of a file. Plain values, so that they pass a worker's door and JSON (but for the thumbnail). */
import type { Compression } from "./container.ts";

export interface BlendSummary {
  compression: Compression;
  /** As written, e.g. "BLENDER-v304". */
  header: string;
  formatVersion: 0 | 1;
  pointerSize: 4 | 8;
  endian: "little" | "big";
  /** 304 is Blender 3.4. */
  version: number;
  /** "3.4" */
  versionText: string;
  subversion: number;
  /** The oldest Blender that opens the file; null where it does not say. */
  minVersion: { version: number; subversion: number; text: string } | null;
  /** Units: bytes, unpacked, up to the end of the last block. */
  unpackedBytes: number;
  blocks: number;
  thumbnail: Thumbnail | null;
  /** Name of the scene that is rendered unless another is asked for; null when the file has no scene. */
  activeScene: string | null;
  scenes: BlendScene[];
  externalFiles: ExternalFile[];
  texts: BlendText[];
  /** Drivers that are Python expressions, up to a bound. */
  pythonDrivers: number;
  simulations: Simulation[];
}

export interface Thumbnail {
  width: number;
  height: number;
  /** RGBA, 8 bits each, from the top row down. */
  pixels: Uint8Array;
}

export interface BlendScene {
  name: string;
  isActive: boolean;
  frameStart: number;
  frameEnd: number;
  frameStep: number;
  /** What frames a second the file asks for: fps / fpsBase. */
  fps: number;
  fpsBase: number;
  framesPerSecond: number;
  /** Units: pixels, before the percentage. */
  width: number;
  height: number;
  percentage: number;
  /** As stored; "BLENDER_RENDER" in files that are older than the choice. */
  engine: string;
  /** Of the scene's engine, by the rule of the file's version; null where it has none. */
  samples: number | null;
  cyclesSamples: number;
  eeveeSamples: number | null;
  usesDenoising: boolean;
  /** The same where Cycles is chosen instead of the scene's engine. */
  cyclesDenoises: boolean;
  /** "CPU" or "GPU", as Cycles shall use. */
  device: "CPU" | "GPU";
  /** Blender's name, e.g. "PNG", "FFMPEG". */
  format: string;
  isMovieFormat: boolean;
  /** Where the file writes to by itself. */
  outputPath: string;
  /** The scene's own camera. */
  camera: SceneCamera | null;
  /** Cameras that take over at a frame. */
  markerCameras: { frame: number; camera: string }[];
  /** Names of the camera objects in the scene, those that come from a library only where one is the scene's own. */
  cameras: string[];
  usesBorder: boolean;
  /** Shares of the picture's sides, 0 … 1. */
  border: { left: number; right: number; bottom: number; top: number };
  /** The choice “sequencer” of the scene, and how many strips there are. */
  usesSequencer: boolean;
  strips: number;
  /** The choice “compositing” of the scene, and whether there are nodes. */
  usesCompositing: boolean;
  usesNodes: boolean;
  viewLayers: { name: string; isRendered: boolean }[];
}

export interface SceneCamera {
  name: string;
  /** Path of the library that it comes from, as stored; null for one of this file. */
  library: string | null;
  /** False for another object that is used as one; null where only its library knows. */
  isCamera: boolean | null;
}

export const EXTERNAL_KINDS = [
  "image",
  "library",
  "movieClip",
  "sound",
  "font",
  "cacheFile",
  "volume",
  "strip",
  "simulation",
  "meshCache",
  "customData",
  "ies",
  "osl",
] as const;
export type ExternalKind = (typeof EXTERNAL_KINDS)[number];

/** A file that the .blend names and that lies beside it, or once did. */
export interface ExternalFile {
  kind: ExternalKind;
  /** As stored: "//" is the folder of this very .blend, backslashes stay. */
  path: string;
  /** A copy is inside the .blend: the file itself is not needed. */
  isPacked: boolean;
  /** More files than one: `path` names the first of them, or a folder. */
  isSequence: boolean;
  /** Numbers of the tiles, where the path has a tile's number in it; else empty. */
  tiles: number[];
  isFolder: boolean;
  /** Which .blend "//" is relative to: the one that was read, by the name it was given. */
  relativeTo: string;
  /** The data block that names it, with its code, e.g. "IMbrick.png". */
  dataBlock: string;
  /** For a library that only another library needs. */
  isIndirect: boolean;
}

export interface BlendText {
  name: string;
  /** Where it was loaded from; null for one that was written in Blender. */
  path: string | null;
  /** It runs when the file is opened, if scripts may. */
  runsOnLoad: boolean;
}

export interface Simulation {
  kind: "pointCache" | "fluid";
  /** The data block that it belongs to, e.g. "OBCube". */
  dataBlock: string;
  isBaked: boolean;
}
