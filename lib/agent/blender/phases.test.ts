import { expect, test } from "vitest";
import { readBlenderLine } from "./output.ts";
import { createPhaseMeter } from "./phases.ts";

const status = (what: string) =>
  readBlenderLine(`Fra:3 Mem:10M (Peak 11M) | Time:00:00.05 | Mem:1M, Peak:1M | Scene, Layer | ${what}`);

/** Each line with what the frame has cost when it is said. */
function hear(...said: [text: string, coreSeconds: number][]) {
  const meter = createPhaseMeter();
  for (const [text, coreSeconds] of said) {
    const line = status(text);
    if (line !== null) meter.onLine(line);
    meter.onCpu(coreSeconds);
  }
  return meter.phases();
}

test("the scene's building is setup, what follows the last sample is neither", () => {
  const phases = hear(
    ["Synchronizing object | Cube", 0.25],
    ["Updating Scene BVH | Building", 0.5],
    ["Sample 0/4", 2],
    ["Sample 1/4", 3],
    ["Sample 3/4", 5],
    ["Sample 4/4", 6],
    ["Finished", 7],
  );
  expect(phases).toEqual({ setupCoreSeconds: 2, samplingCoreSeconds: 4 });
});

test("a noise threshold that ends early leaves its samples counted as far as they went", () => {
  const phases = hear(["Sample 0/4096", 1], ["Sample 64/4096", 3], ["Finished", 4]);
  expect(phases).toEqual({ setupCoreSeconds: 1, samplingCoreSeconds: 3 });
});

test("what lies between two view layers is setup", () => {
  const phases = hear(
    ["Sample 0/2", 1],
    ["Sample 2/2", 3],
    ["Synchronizing object | Cube", 3.5],
    ["Sample 0/2", 5],
    ["Sample 2/2", 9],
    ["Finished", 9.5],
  );
  expect(phases).toEqual({ setupCoreSeconds: 3, samplingCoreSeconds: 6 });
});

test("an engine that says nothing of samples has no phases", () => {
  expect(hear(["Initializing", 1], ["Finished", 2])).toBeNull();
});
