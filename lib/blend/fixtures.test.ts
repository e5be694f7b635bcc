/** Collected and generated files against what Blender 3.4.1 and a plain reading of the bytes found in them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sourceOfBytes } from "./byte-source.ts";
import { BlendFileError } from "./errors.ts";
import { summarize } from "./index.ts";
import type { BlendSummary, ExternalKind } from "./summary.ts";

interface StoredScene {
  name: string;
  sfra: number;
  efra: number;
  frame_step: number | null;
  xsch: number;
  ysch: number;
  size: number;
  frs_sec: number;
  frs_sec_base: number | null;
  engine: string | null;
  pic: string;
  file_format: string;
  camera: string | null;
  mode: number;
  scemode: number;
  border: number[];
  view_layers: string[];
  render_layers: string[];
  taa_render_samples: number | null;
  markers_cameras: [number, string][];
}
interface StoredFile {
  name: string;
  path: string;
  packed: number | null;
  source?: number;
  lib?: boolean;
  tiles?: number[] | null;
}
interface Truth {
  opened: boolean;
  active_scene?: string;
  oracle: { lite?: boolean };
  scenes?: {
    name: string;
    cycles?: { samples: number };
    camera: string | null;
    camera_library: string | null;
    use_nodes: boolean;
    render: { use_compositing: boolean; use_sequencer: boolean; use_border: boolean };
    view_layers: { name: string; use: boolean }[];
  }[];
  stored: {
    error?: string;
    compression: string;
    header: string;
    format_version: number;
    version: number;
    pointer_size: number;
    endian: string;
    blocks: number;
    uncompressed_bytes: number;
    thumbnail: number[] | null;
    glob: {
      subversion: number | null;
      minversion: number | null;
      minsubversion: number | null;
      curscene: string;
    };
    scenes: StoredScene[];
  } & Partial<Record<keyof typeof LISTS, StoredFile[]>>;
  bat?: { deps?: { asset: string; block: string }[] };
}

const LISTS = {
  images: "image",
  libraries: "library",
  sounds: "sound",
  fonts: "font",
  movieclips: "movieClip",
  cachefiles: "cacheFile",
  volumes: "volume",
} as const satisfies Record<string, ExternalKind>;

const shared = new URL("../../../shared/fixtures/", import.meta.url);
const PLACES = [
  { files: new URL("blend/files/", shared), truths: new URL("blend/truth/", shared) },
  { files: new URL("blend-edge/", shared), truths: new URL("blend-edge/", shared) },
];
const CASES = PLACES.flatMap(({ files, truths }) =>
  (existsSync(files) ? readdirSync(files) : [])
    .filter((name) => name.endsWith(".blend"))
    .map((name) => ({
      name,
      file: new URL(encodeURIComponent(name), files),
      truth: new URL(encodeURIComponent(`${name}.json`), truths),
    })),
);
const truthOf = (path: URL): Truth => JSON.parse(readFileSync(path, "utf8")) as Truth;

describe("the collected files", () => {
  if (CASES.length === 0)
    it.skip("are not beside this checkout: ../shared/fixtures/blend and blend-edge are needed", () =>
      undefined);
  else
    it("are all there: 30 public ones and 10 edge cases", () => {
      expect(CASES).toHaveLength(40);
    });

  it.each(CASES)("$name is read as it is", async ({ name, file, truth: where }) => {
    const truth = truthOf(where);
    const reading = summarize(sourceOfBytes(new Uint8Array(readFileSync(file))), name);
    if (truth.stored.error !== undefined) {
      await expect(reading).rejects.toBeInstanceOf(BlendFileError);
      return;
    }
    const told = await reading;
    expect(headerOf(told)).toEqual(storedHeader(truth));
    expect(told.scenes.map(sceneOf)).toEqual(truth.stored.scenes.map(storedScene));
    expect(filesOf(told)).toEqual(storedFiles(truth));
    compareWithBlender(told, truth);
    const paths = told.externalFiles.map((f) => f.path.replaceAll("\\", "/"));
    for (const { asset } of truth.bat?.deps ?? [])
      if (asset !== "") expect(paths).toContain(asset.replaceAll("\\", "/"));
  });
});

const headerOf = (told: BlendSummary) => ({
  compression: told.compression,
  header: told.header,
  formatVersion: told.formatVersion,
  version: told.version,
  pointerSize: told.pointerSize,
  endian: told.endian,
  blocks: told.blocks,
  thumbnail: told.thumbnail === null ? null : [told.thumbnail.width, told.thumbnail.height],
  subversion: told.subversion,
  minVersion: told.minVersion === null ? null : [told.minVersion.version, told.minVersion.subversion],
  activeScene: told.activeScene,
});

const storedHeader = ({ stored }: Truth) => ({
  compression: stored.compression,
  header: stored.header,
  formatVersion: stored.format_version,
  version: stored.version,
  pointerSize: stored.pointer_size,
  endian: stored.endian,
  blocks: stored.blocks,
  thumbnail: stored.thumbnail?.slice(0, 2) ?? null,
  subversion: stored.glob.subversion ?? 0,
  minVersion: stored.glob.minversion ? [stored.glob.minversion, stored.glob.minsubversion] : null,
  activeScene: stored.glob.curscene.slice(2),
});

const sceneOf = (scene: BlendSummary["scenes"][number]) => ({
  name: scene.name,
  range: [scene.frameStart, scene.frameEnd, scene.frameStep],
  size: [scene.width, scene.height, scene.percentage],
  fps: [scene.fps, scene.fpsBase],
  engine: scene.engine,
  format: scene.format,
  outputPath: scene.outputPath,
  camera: scene.camera?.name ?? null,
  markers: scene.markerCameras.map(({ frame, camera }) => [frame, camera]),
  border: scene.usesBorder
    ? [scene.border.left, scene.border.right, scene.border.bottom, scene.border.top]
    : null,
  sequencer: scene.usesSequencer,
  compositing: scene.usesCompositing,
  layers: scene.viewLayers.map((layer) => layer.name),
  eevee: scene.eeveeSamples,
});

const storedScene = (scene: StoredScene) => ({
  name: scene.name.slice(2),
  range: [scene.sfra, scene.efra, scene.frame_step ?? 1],
  size: [scene.xsch, scene.ysch, scene.size],
  fps: [scene.frs_sec, scene.frs_sec_base ?? 1],
  engine: scene.engine ?? "BLENDER_RENDER",
  // The one format that Blender and the collection name differently.
  format: scene.file_format === "RAWTGA" ? "TARGA_RAW" : scene.file_format,
  outputPath: scene.pic,
  camera: scene.camera?.slice(2) ?? null,
  markers: scene.markers_cameras.map(([frame, camera]) => [frame, camera.slice(2)]),
  border: (scene.mode & 0x200) === 0 ? null : scene.border,
  sequencer: (scene.scemode & 1) !== 0,
  compositing: (scene.scemode & 0x40) !== 0,
  layers: scene.view_layers.length > 0 ? scene.view_layers : scene.render_layers,
  eevee: scene.taa_render_samples,
});

const sorted = <Item>(items: Item[]): Item[] =>
  items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

function filesOf(told: BlendSummary) {
  const kinds = new Set<string>(Object.values(LISTS));
  return sorted(
    told.externalFiles
      .filter((file) => kinds.has(file.kind))
      .map(({ kind, dataBlock, path, isPacked, tiles }) => ({ kind, dataBlock, path, isPacked, tiles })),
  );
}

function storedFiles({ stored }: Truth) {
  const found = Object.entries(LISTS).flatMap(([list, kind]) =>
    (stored[list as keyof typeof LISTS] ?? [])
      .filter((f) => f.path !== "" && f.path !== "<builtin>" && f.lib !== true)
      .filter((f) => kind !== "image" || (f.source !== 4 && f.source !== 5))
      .map((f) => ({
        kind,
        dataBlock: f.name,
        path: f.path,
        isPacked: f.packed !== null,
        tiles: f.source === 6 ? (f.tiles ?? []) : [],
      })),
  );
  return sorted(found);
}

/** Where Blender itself opened the file: what it answers beyond the bytes. */
function compareWithBlender(told: BlendSummary, truth: Truth): void {
  if (!truth.opened) return;
  expect(told.activeScene).toBe(truth.active_scene);
  for (const seen of truth.scenes ?? []) {
    const scene = told.scenes.find((s) => s.name === seen.name);
    expect({
      camera: scene?.camera?.name ?? null,
      library: scene?.camera?.library ?? null,
      border: scene?.usesBorder,
      sequencer: scene?.usesSequencer,
      compositing: scene?.usesCompositing,
      layers: scene?.viewLayers.map(({ name, isRendered }) => ({ name, use: isRendered })),
    }).toEqual({
      camera: seen.camera,
      library: seen.camera_library,
      border: seen.render.use_border,
      sequencer: seen.render.use_sequencer,
      compositing: seen.render.use_compositing,
      layers: seen.view_layers,
    });
    // A file that Blender 3.4 could only open in part has lost its samples there.
    if (seen.cycles !== undefined && truth.oracle.lite !== true)
      expect(scene?.cyclesSamples).toBe(seen.cycles.samples);
  }
}
