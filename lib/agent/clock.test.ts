import { expect, it } from "vitest";
import { clockIn, clockInName } from "./clock.ts";
import { createHands } from "./hands.ts";
import { createTrafficMeter } from "./traffic.ts";

it("the clock is read from what the kernel measured, and from the processor's name", () => {
  expect(clockIn("processor\t: 0\ncpu MHz\t\t: 2400.5\n\nprocessor\t: 1\ncpu MHz\t\t: 2600.5\n")).toBe(2.501);
  expect(clockIn("processor : 0\nBogoMIPS : 48.00\n")).toBe(0);
  expect(clockInName("Intel(R) Core(TM) i7-6700K CPU @ 4.00GHz")).toBe(4);
  expect(clockInName("AMD EPYC")).toBe(0);
});

it("traffic is told of the time since it was last asked", () => {
  const sums = { inBytes: 1000, outBytes: 0 };
  let at = 0;
  const meter = createTrafficMeter(
    () => ({ ...sums }),
    () => at,
  );
  at = 2000;
  sums.inBytes += 250_000;
  sums.outBytes += 125_000;
  expect(meter()).toEqual({ inKbps: 1000, outKbps: 500 });
  at = 3000;
  expect(meter()).toEqual({ inKbps: 0, outKbps: 0 });
});

it("frames that fetch share what comes in, those that deliver what goes out", () => {
  const hands = createHands();
  const lease = { kind: "render", leaseId: "l", frames: [1, 2, 3].map((frame) => ({ frame })) };
  hands.add(lease as unknown as Parameters<typeof hands.add>[0]);
  const [first, second, third] = hands.all();
  if (!first || !second || !third) throw new Error("Three frames were added.");
  first.phase = "fetching";
  second.phase = "fetching";
  third.phase = "uploading";
  const [told] = hands.progress({ inKbps: 900, outKbps: 300 }, 2.5);
  expect(told?.frames.map((f) => [f.networkInKbps, f.networkOutKbps, f.clockGHz])).toEqual([
    [450, 0, 2.5],
    [450, 0, 2.5],
    [0, 300, 2.5],
  ]);
});
