/** The pure parts of running a command: its start file, what is kept of its output, names and times. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { secondsOfTimes } from "./accounting.ts";
import { storedPath } from "./results.ts";
import { startFile } from "./start-file.ts";
import { createProgressWatch, createStreamKeeper } from "./streams.ts";

it("constants of any name and text reach the command as they are", () => {
  const environment = {
    SEED: "1",
    LINES: "one\ntwo $(id) `id` \\",
    QUOTE: 'it\'s "so"',
    EMPTY: "",
  };
  const folder = mkdtempSync(join(tmpdir(), "start-"));
  const path = join(folder, "start");
  writeFileSync(path, startFile('/usr/bin/env -0; printf "%s" "$QUOTE"', environment));
  const said = execFileSync("/bin/sh", [path], { env: {} as NodeJS.ProcessEnv })
    .toString()
    .split("\0");
  rmSync(folder, { recursive: true });
  expect(said.at(-1)).toBe(environment.QUOTE);
  expect(said).toEqual(expect.arrayContaining(Object.entries(environment).map(([n, v]) => `${n}=${v}`)));
});

it("of a flood the beginning and the end are kept, and how much is missing is said", () => {
  const keeper = createStreamKeeper(100);
  keeper.add(Buffer.from("begin"));
  for (let i = 0; i < 1000; i++) keeper.add(Buffer.from("0123456789"));
  keeper.add(Buffer.from("end"));
  const text = keeper.bytes().toString();
  expect(text).toMatch(/^begin0123456789.*\n… 9,908 bytes left out …\n.*0123456789end$/s);
  expect(text.length).toBeLessThan(150);
});

it("what fits is kept as it is", () => {
  const keeper = createStreamKeeper(100);
  for (const part of ["a\n", "b\n", "c"]) keeper.add(Buffer.from(part));
  expect(keeper.bytes().toString()).toBe("a\nb\nc");
});

it("the newest progress of a batch counts, and reading it takes only its share of the time", () => {
  let now = 0;
  const looked: string[] = [];
  const watch = createProgressWatch(
    (line) => {
      looked.push(line);
      now += 30;
      return line === "slow" ? null : Number(line);
    },
    () => now,
  );
  expect(watch(["0.1", "0.2", "0.3"])).toBe(0.3);
  expect(looked).toEqual(["0.3"]);
  expect(watch(["0.4", "slow", "slow", "slow"])).toBeNull();
  expect(looked).toEqual(["0.3", "slow"]);
  now = 1000;
  expect(watch(["0.5"])).toBe(0.5);
});

it("core-seconds are read from what the shell's times prints", () => {
  expect(secondsOfTimes("0m0.00s 0m0.01s\n1m2.50s 0m0.50s\n")).toBeCloseTo(63.01);
  expect(secondsOfTimes("")).toBe(0);
});

it.each([
  [Buffer.from("out/a.csv"), "out/a.csv"],
  [Buffer.from("a\nb\t.csv"), "a_b_.csv"],
  [Buffer.from([0xff, 0x7a]), "_z"],
])("%o is stored as %s", (path, name) => {
  expect(storedPath(path)).toBe(name);
});

it("too long a path keeps its folder's beginning and its ending", () => {
  const path = storedPath(Buffer.from(`${"ä".repeat(100)}/${"b".repeat(1000)}.csv`));
  expect(new TextEncoder().encode(path).length).toBeLessThanOrEqual(900);
  expect(path).toMatch(/^ä+\/b+_b+\.csv$/);
});
