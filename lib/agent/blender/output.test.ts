import { expect, test } from "vitest";
import { readBlenderLine } from "./output.ts";

const MIB = 2 ** 20;
const nothing = { samples: null, peakBytes: null, savedPath: null, error: null };

test.each([
  // Blender 3.4.1, as captured.
  [
    "Fra:3 Mem:10.05M (Peak 10.83M) | Time:00:00.05 | Remaining:00:00.00 | Mem:0.90M, Peak:0.90M | Scene, ViewLayer | Sample 1/4",
    { samples: { done: 1, total: 4 }, peakBytes: Math.round(10.83 * MIB) },
  ],
  [
    "Fra:7 Mem:109.34M (Peak 389.77M) | Time:00:05.14 | Mem:79.45M, Peak:1235.40M | Scene, ViewLayer | Finished",
    { peakBytes: Math.round(1235.4 * MIB) },
  ],
  [
    "Fra:3 Mem:10.80M (Peak 11.92M) | Time:00:02.81 | Rendering 26 / 64 samples",
    { samples: { done: 26, total: 64 }, peakBytes: Math.round(11.92 * MIB) },
  ],
  ["Saved: '/scratch/0003.png'", { savedPath: "/scratch/0003.png" }],
  ['Error: No camera found in scene "Scene"', { error: "no_camera" }],
  ["Error: Build without OpenImageDenoiser", { error: "no_denoiser" }],
  ["Warning: File written by newer Blender binary (306.13), expect loss of data!", { error: "file_too_new" }],
  ["Malloc returns null: len=1234 in imbuf, total 99", { error: "out_of_memory" }],
  ["bwrap: Can't find source path /x: No such file or directory", { error: "sandbox_failed" }],
  // Blender 5.0 puts time and level before the fact.
  ["00:12.345  render           | Fra: 3 | Mem: 12M | Sample 5/64", { samples: { done: 5, total: 64 } }],
  ["00:13.000  render           | Saved: '/scratch/0003.png'", { savedPath: "/scratch/0003.png" }],
])("%s", (line, told) => {
  expect(readBlenderLine(line)).toEqual({ ...nothing, ...told });
});

test.each([
  "",
  "Blender 3.4.1",
  " Time: 00:00.24 (Saving: 00:00.18)",
  "EGL Error (0x3001): EGL_NOT_INITIALIZED",
  "Sample x/y",
  "\u0000\u0001\uFFFD\uFFFD",
])("“%s” tells nothing", (line) => {
  expect(readBlenderLine(line)).toBeNull();
});

test("a fact beyond the part that is looked at is not found, and a huge line is no trouble", () => {
  expect(readBlenderLine(`${"x".repeat(50_000_000)} Sample 1/4`)).toBeNull();
});
