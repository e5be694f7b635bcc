/** Secrets are made once, kept privately, and the environment's come first. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadSecrets } from "./secrets.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "hearth-secrets-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const none = { service: null, node: null, platform: null, auth: null };

it("the second start has the secrets of the first, readable by their owner alone", () => {
  const first = loadSecrets({ dataDir, secrets: none });
  expect(new Set(Object.values(first)).size).toBe(4);
  expect(loadSecrets({ dataDir, secrets: none })).toEqual(first);
  expect(statSync(join(dataDir, "secrets.json")).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataDir)).toEqual(["secrets.json"]);
});

it("what the environment gives comes first and is not written down", () => {
  const kept = loadSecrets({ dataDir, secrets: none });
  const node = "a token that another machine knows";
  expect(loadSecrets({ dataDir, secrets: { ...none, node } })).toEqual({ ...kept, node });
  expect(loadSecrets({ dataDir, secrets: none })).toEqual(kept);
});

it("a damaged file is not overwritten", () => {
  writeFileSync(join(dataDir, "secrets.json"), '{"service": "half a');
  expect(() => loadSecrets({ dataDir, secrets: none })).toThrow("secrets.json is damaged");
});
