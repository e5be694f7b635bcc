import { describe, expect, it } from "vitest";
import { mayRetry } from "./frame.ts";
import { deriveJobState, jobProgress, noFrames } from "./job.ts";
import { framesPerLease } from "./lease.ts";
import { availability, compareVersions, type JobNeeds, match, type NodeCapabilities } from "./node.ts";
import { outputFileName } from "./output.ts";
import { partSizeFor, safeFileName } from "./project.ts";
import { renderSettings } from "./render-settings.ts";
import { whyWaiting } from "./waiting.ts";

const node: NodeCapabilities = {
  cores: 8,
  memoryBytes: 16e9,
  cpuModel: "test",
  blenders: [{ version: "3.4.1", engines: ["CYCLES", "BLENDER_WORKBENCH"], denoisers: [], devices: ["CPU"] }],
  sandbox: { kind: "bubblewrap", note: "" },
};
const needs: JobNeeds = { engine: "CYCLES", denoises: false, blender: null, savedBy: "3.4.0" };

describe("a job's state", () => {
  it.each([
    [{ queued: 3 }, false, "queued"],
    [{ queued: 2, completed: 1 }, false, "active"],
    [{ queued: 2, completed: 1 }, true, "paused"],
    [{ queued: 2, active: 1 }, true, "active"],
    [{ completed: 3 }, false, "completed"],
    [{ completed: 2, failed: 1 }, false, "failed"],
    [{ completed: 2, failed: 1, canceled: 1 }, false, "canceled"],
  ] as const)("%j paused=%s is %s", (counts, paused, state) => {
    expect(deriveJobState({ ...noFrames(), ...counts }, paused)).toBe(state);
  });
  it("counts running frames by their own share", () => {
    expect(jobProgress({ ...noFrames(), completed: 1, active: 1, queued: 2 }, 0.5)).toBe(0.375);
  });
});

describe("whether a node fits", () => {
  it("takes a file of its own version or older, and refuses a newer one", () => {
    expect(match(needs, node)).toHaveProperty("build");
    expect(match({ ...needs, savedBy: "3.4.9" }, node)).toHaveProperty("build");
    expect(match({ ...needs, savedBy: "4.0.0" }, node)).toEqual({ reason: "file_too_new" });
    expect(match({ ...needs, blender: "3.6" }, node)).toEqual({ reason: "blender_version" });
  });
  it("says that its Blender can't denoise, or lacks the engine", () => {
    expect(match({ ...needs, denoises: true }, node)).toEqual({ reason: "no_denoiser" });
    expect(match({ ...needs, engine: "BLENDER_EEVEE" }, node)).toEqual({ reason: "engine_missing" });
    expect(match(needs, { ...node, blenders: [] })).toEqual({ reason: "no_blender" });
  });
  it("compares versions by number, not by letter", () => {
    expect(compareVersions("3.10", "3.4.1")).toBeGreaterThan(0);
  });
});

it("a waiting job says why", () => {
  const facts = {
    state: "queued",
    activeFrames: 0,
    needs,
    isOutOfCredits: false,
    isPlanned: true,
    nodes: [node],
    framesAhead: 0,
  } as const;
  expect(whyWaiting({ ...facts, nodes: [] })?.code).toBe("no_nodes");
  expect(whyWaiting({ ...facts, needs: { ...needs, denoises: true } })?.code).toBe("no_denoiser");
  expect(whyWaiting({ ...facts, framesAhead: 12 })?.text).toContain("12 frames");
  expect(whyWaiting({ ...facts, state: "paused", isOutOfCredits: true })?.code).toBe("no_credits");
  const pool = { name: "night", slots: 2, active: 2 };
  expect(whyWaiting({ ...facts, framesAhead: 12, pool })?.text).toBe(
    "All 2 slots of its pool “night” are taken by other frames.",
  );
  expect(whyWaiting({ ...facts, pool: { ...pool, slots: 0, active: 0 } })?.text).toContain(
    "has no slots now",
  );
  expect(whyWaiting({ ...facts, pool: { ...pool, active: 1 } })?.code).toBe("starting");
  expect(whyWaiting({ ...facts, activeFrames: 1 })).toBeNull();
  expect(whyWaiting({ ...facts, state: "completed" })).toBeNull();
});

it.each([
  [1, "PNG", "0001.png"],
  [-5, "JPEG", "-0005.jpg"],
  [123456, "OPEN_EXR", "123456.exr"],
  [7, "FILE", "0007.tga"],
] as const)("frame %i as %s is named as Blender names it: %s", (frame, format, name) => {
  expect(outputFileName(frame, format, ".tga")).toBe(name);
});

it.each([
  ["../../etc/passwd.blend", "passwd.blend"],
  ["C:\\scenes\\a.blend", "a.blend"],
  ["quo\"te's 🎬.blend", "quo\"te's 🎬.blend"],
  ["..", "untitled.blend"],
  ["a\u0000b\n.blend", "ab.blend"],
])("the name %j becomes %j", (name, safe) => {
  expect(safeFileName(name)).toBe(safe);
});

it("a name of 300 characters is cut before its extension to what disks take", () => {
  const safe = safeFileName(`${"é".repeat(300)}.blend`);
  expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(255);
  expect(safe.endsWith("é.blend")).toBe(true);
});

it("parts stay below a thousand", () => {
  expect(partSizeFor(1000)).toBe(16 * 1024 ** 2);
  expect((10 * 1024 ** 4) / partSizeFor(10 * 1024 ** 4)).toBeLessThanOrEqual(1000);
});

it("leases are one frame until times are known, then some seconds' worth, and small at the end", () => {
  expect(framesPerLease({ remaining: 100, slots: 2, secondsPerFrame: null })).toBe(1);
  expect(framesPerLease({ remaining: 100, slots: 2, secondsPerFrame: 1 })).toBe(8);
  expect(framesPerLease({ remaining: 6, slots: 2, secondsPerFrame: 1 })).toBe(1);
  expect(framesPerLease({ remaining: 100, slots: 2, secondsPerFrame: 60 })).toBe(1);
});

it("a crash may be tried again, a missing camera may not", () => {
  expect(mayRetry("blender_crashed", 1)).toBe(true);
  expect(mayRetry("blender_crashed", 3)).toBe(false);
  expect(mayRetry("no_camera", 1)).toBe(false);
});

it("a full farm is 0, an empty one 1, no farm 0", () => {
  expect([availability(8, 8), availability(8, 0), availability(0, 0), availability(8, 2)]).toEqual([
    0, 1, 0, 0.75,
  ]);
});

it.each([
  [{ samples: 0 }, "samples"],
  [{ samples: -4 }, "samples"],
  [{ samples: Number.NaN }, "samples"],
  [{ samples: 1.5 }, "samples"],
  [{ samples: 1e12 }, "samples"],
  [{ width: 0 }, "width"],
  [{ height: 1e9 }, "height"],
  [{ percentage: 0 }, "percentage"],
  [{ percentage: 100_000 }, "percentage"],
  [{ frames: "9-1" }, "frames"],
])("settings %j are refused at %s", (change, field) => {
  const result = renderSettings.safeParse({ blendFile: "a.blend", frames: "1-3", ...change });
  expect(result.success).toBe(false);
  expect(result.error?.issues[0]?.path[0]).toBe(field);
});
