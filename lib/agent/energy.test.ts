import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openEnergyMeter } from "./energy.ts";

let root = "";
let busy = 0;
const cpuTime = () => ({ busy, all: busy * 2 });

/** The counter of a processor, as the kernel shows it. Units: joules. */
function counter(processor: number, joules: number): void {
  const folder = join(root, `intel-rapl:${processor}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "max_energy_range_uj"), "1000000000\n");
  writeFileSync(join(folder, "energy_uj"), `${joules * 1e6}\n`);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "powercap-"));
  busy = 0;
});
afterEach(() => rmSync(root, { recursive: true }));

test("a frame gets of both processors' energy what its CPU time is of all", () => {
  counter(0, 100);
  counter(1, 500);
  const meter = openEnergyMeter(root, cpuTime);
  const end = meter.begin();
  counter(0, 160);
  counter(1, 540);
  busy = 8000;
  expect(end(6)).toBeCloseTo(75);
  meter.close();
});

test("a counter that began again at 0 is no gain of energy", () => {
  counter(0, 990);
  const meter = openEnergyMeter(root, cpuTime);
  const end = meter.begin();
  counter(0, 20);
  busy = 2000;
  expect(end(2)).toBeCloseTo(30);
  meter.close();
});

test("a machine without the counters says nothing, and so does one that takes them away", () => {
  const none = openEnergyMeter(join(root, "none"), cpuTime);
  expect(none.begin()(1)).toBeNull();
  counter(0, 1);
  const meter = openEnergyMeter(root, cpuTime);
  const end = meter.begin();
  rmSync(join(root, "intel-rapl:0"), { recursive: true });
  busy = 1000;
  expect(end(1)).toBeNull();
  meter.close();
});
