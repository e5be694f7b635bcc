/** The rules of set-up that decide what is done: what is missing, what is new enough, what changed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { missingFrom } from "./debian-packages.mjs";
import { sourceHash } from "./next-build.mjs";
import { isNewEnough } from "./node-program.mjs";

it("a package counts as there only when dpkg says it is installed", () => {
  const listing = "blender installed\nlibegl1 installed\nffmpeg config-files\n";
  expect(missingFrom(["blender", "ffmpeg", "bubblewrap", "libegl1"], listing)).toEqual([
    "ffmpeg",
    "bubblewrap",
  ]);
});

it.each([
  ["20.19.0", false],
  ["22.12.0", false],
  ["22.18.0", true],
  ["23.0.0", true],
  ["24.21.0", true],
])("Node %s runs Hearth: %s", (version, expected) => expect(isNewEnough(version)).toBe(expected));

it("a build is of sources that the portal reads, and of nothing else", () => {
  const root = mkdtempSync(join(tmpdir(), "hearth-build-"));
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("app/page.tsx", "one");
  write("lib/domain/job.ts", "one");
  const before = sourceHash(root);
  write("lib/platform/index.ts", "the platform's");
  write("app/page.test.tsx", "a test");
  expect(sourceHash(root)).toBe(before);
  write("lib/domain/job.ts", "two");
  const after = sourceHash(root);
  expect(after).not.toBe(before);
  write("app/other.tsx", "one");
  expect(sourceHash(root)).not.toBe(after);
  rmSync(root, { recursive: true });
});
