/**
 * `npm test`: sets up what the tests need, runs every check and every test, and sums up. CI runs the same.
 * Plain JavaScript without dependencies, because on a clean clone nothing is installed yet.
 * `npm test -- unit "end to end"` runs only the steps named.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDebianPackages, TEST_PACKAGES } from "./setup/debian-packages.mjs";
import { findNode, NODE_NEEDED } from "./setup/node-program.mjs";
import { ensureNpmPackages } from "./setup/npm-packages.mjs";
import { giveUp, spell } from "./setup/say.mjs";
import { stepsOf } from "./testing/steps.mjs";

const root = join(import.meta.dirname, "..");
await ensureNpmPackages(root);
const missing = await ensureDebianPackages(TEST_PACKAGES);
if (missing.length > 0) giveUp(`The tests need ${missing.join(", ")}.`);
const node = findNode(root) ?? giveUp(NODE_NEEDED);

const reports = mkdtempSync(join(tmpdir(), "hearth-reports-"));
const reportOf = (/** @type {string} */ name) => join(reports, `${name.replaceAll(" ", "-")}.json`);
process.on("exit", () => rmSync(reports, { recursive: true, force: true }));

/** @param {import("./testing/steps.mjs").Step} step @returns {Promise<number>} the exit code */
function run(step) {
  return new Promise((resolve) => {
    const child = spawn(node, [...step.args], {
      cwd: root,
      stdio: "inherit",
      env: {
        ...process.env,
        PATH: `${join(root, "node_modules", ".bin")}:${process.env.PATH ?? ""}`,
        PLAYWRIGHT_JSON_OUTPUT_NAME: reportOf(step.name),
        NEXT_TELEMETRY_DISABLED: "1",
      },
    });
    const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    process.once("SIGTERM", forward);
    process.once("SIGINT", forward);
    child.on("error", () => resolve(127));
    child.on("exit", (code) => {
      process.off("SIGTERM", forward);
      process.off("SIGINT", forward);
      resolve(code ?? 1);
    });
  });
}

/** @param {import("./testing/steps.mjs").Step} step @param {number} code */
function countOf(step, code) {
  if (step.count === null) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const report = reportOf(step.name);
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const count = step.count(JSON.parse(readFileSync(report, "utf8")));
  // A run that found no tests, or died after counting them, is not a run that passed.
  const isHollow = count.failed === 0 && (code !== 0 || count.passed === 0);
  return isHollow ? { ...count, failed: 1 } : count;
}

const only = process.argv.slice(2);
const all = stepsOf(reportOf);
const unknown = only.find((name) => !all.some((step) => step.name === name));
if (unknown !== undefined)
  giveUp(`There is no step "${unknown}". There are: ${all.map((s) => s.name).join(", ")}.`);

const lines = [];
const total = { passed: 0, failed: 0, skipped: 0 };
for (const step of all.filter(({ name }) => only.length === 0 || only.includes(name))) {
  process.stdout.write(`\n── ${step.name}\n`);
  const began = Date.now();
  const count = countOf(step, await run(step));
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
  const mark = count.failed === 0 ? "✓" : "✗";
  const numbers = [count.passed, count.failed, count.skipped].map((n) => String(n).padStart(8)).join("");
  lines.push(`${mark} ${step.name.padEnd(24)}${numbers}   ${spell(Date.now() - began)}`);
}
process.stdout.write(`\n  ${"".padEnd(24)}  passed  failed skipped\n${lines.join("\n")}\n`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
