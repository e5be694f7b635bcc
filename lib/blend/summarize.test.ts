import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { sourceOfBlob, sourceOfBytes, type ByteSource } from "./byte-source.ts";
import { summarize } from "./index.ts";
import { aBlend } from "./testing/a-blend.ts";
import { storedFrame, zstdWithTable } from "./testing/zstd.ts";

const told = (bytes: Uint8Array) => summarize(sourceOfBytes(bytes), "shot.blend");

const SHAPES = [
  { pointerSize: 8, endian: "little", version: 304 },
  { pointerSize: 4, endian: "little", version: 304 },
  { pointerSize: 8, endian: "big", version: 304 },
  { pointerSize: 4, endian: "big", version: 304 },
  { pointerSize: 8, endian: "little", version: 502 },
] as const;

it.each(SHAPES)(
  "a file of $pointerSize-byte pointers, $endian endian, version $version tells all",
  async (shape) => {
    const summary = await told(aBlend(shape));
    expect(summary).toMatchObject({
      ...shape,
      subversion: 6,
      compression: "none",
      activeScene: "Main",
      pythonDrivers: 1,
    });
    expect(summary.minVersion).toEqual({ version: 300, subversion: 42, text: "3.0" });
    expect(summary.scenes.map((s) => [s.name, s.engine, s.samples])).toEqual([
      ["Aside", "BLENDER_EEVEE", 32],
      ["Main", "CYCLES", 77],
    ]);
    expect(summary.scenes[1]).toMatchObject({
      isActive: true,
      frameStart: 1016,
      frameEnd: 1021,
      frameStep: 2,
      width: 1920,
      height: 1080,
      percentage: 50,
      framesPerSecond: 24,
      format: "FFMPEG",
      isMovieFormat: true,
      outputPath: "//out/####",
      camera: { name: "Camera", library: null, isCamera: true },
      markerCameras: [
        { frame: 10, camera: "Other" },
        { frame: 20, camera: "Camera" },
      ],
      usesBorder: true,
      border: { left: 0.25, right: 0.75, bottom: 0, top: 0 },
      usesSequencer: true,
      strips: 1,
      usesCompositing: true,
      viewLayers: [{ name: "Layer", isRendered: true }],
    });
    expect(summary.texts).toEqual([{ name: "rig_ui.py", path: "/home/a/rig_ui.py", runsOnLoad: true }]);
    expect(summary.externalFiles.map((f) => [f.kind, f.path, f.dataBlock, f.isPacked, f.tiles])).toEqual([
      ["image", "//tex/skin.<UDIM>.png", "IMskin", false, [1001, 1012]],
      ["image", "//wood.png", "IMpacked", true, []],
      ["library", "//lib\\props.blend", "LIlib", false, []],
      ["strip", "//strips/a_0001.png", "SCMain", false, []],
      ["meshCache", "//cache/body.mdd", "OBCamera", false, []],
    ]);
    expect(new Set(summary.externalFiles.map((f) => f.relativeTo))).toEqual(new Set(["shot.blend"]));
  },
);

it("the thumbnail comes with its top row first", async () => {
  const { thumbnail } = await told(aBlend());
  expect(thumbnail).toMatchObject({ width: 2, height: 3 });
  // The red dot was written into the last row, which Blender stores as the top one.
  expect([...(thumbnail?.pixels ?? [])].indexOf(200)).toBe(0);
});

it.each([
  ["gzip", gzipSync(aBlend()), "gzip"],
  ["zstd with its table", zstdWithTable(aBlend(), 10_000), "zstd"],
  ["zstd in one frame without a table", storedFrame(aBlend()), "zstd"],
])("%s tells the same as the file itself", async (_, packed, compression) => {
  const { compression: how, unpackedBytes: __, ...rest } = await told(packed);
  const { compression: ___, unpackedBytes: ____, ...plain } = await told(aBlend());
  expect(how).toBe(compression);
  expect(rest).toEqual(plain);
});

it("a file from the browser tells the same as its bytes", async () => {
  const bytes = aBlend();
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>]);
  expect(await summarize(sourceOfBlob(blob), "shot.blend")).toEqual(await told(bytes));
});

/** Counts what is read. */
function counting(bytes: Uint8Array): ByteSource & { bytesRead: number } {
  const source = {
    size: bytes.length,
    bytesRead: 0,
    read(offset: number, length: number) {
      const part = bytes.subarray(offset, offset + length);
      source.bytesRead += part.length;
      return part;
    },
  };
  return source;
}

it("of a file with large meshes next to nothing is read, packed or not", async () => {
  const large = aBlend({}, (maker) => {
    for (let i = 0; i < 20; i++) maker.block("DATA", new Uint8Array(2_000_000), { pointer: 0x9000 + i });
  });
  for (const bytes of [large, zstdWithTable(large, 1_000_000)]) {
    const source = counting(bytes);
    await summarize(source);
    expect(source.bytesRead / bytes.length).toBeLessThan(bytes === large ? 0.05 : 0.7);
  }
});
