/** What `npm test` runs, in order: the quick checks first, then what needs databases, Blender, a build and a browser. */
import { countPlaywright, countVitest } from "./count.mjs";

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly string[]} args of Node: a program of node_modules or of scripts, and its arguments
 * @property {((report: any) => import("./count.mjs").Count) | null} count reads the step's JSON report; null for a check
 *   that passes or fails as one
 */

/** @param {string} report path of the JSON report @returns {string[]} */
const vitestReport = (report) => ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
const VITEST = "node_modules/vitest/vitest.mjs";

/**
 * @param {(name: string) => string} reportOf path for a step's JSON report
 * @returns {Step[]}
 */
export function stepsOf(reportOf) {
  /** @param {string} name @param {string} project @returns {Step} */
  const vitest = (name, project) => ({
    name,
    args: [VITEST, "run", "--project", project, ...vitestReport(reportOf(name))],
    count: countVitest,
  });
  /** @param {string} name @param {string[]} args @returns {Step} */
  const check = (name, args) => ({ name, args, count: null });
  return [
    check("format", ["node_modules/@biomejs/biome/bin/biome", "format", "."]),
    check("lint", ["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"]),
    check("types", ["node_modules/typescript/bin/tsc", "--noEmit"]),
    check("floors", ["scripts/check-floors.mjs"]),
    vitest("unit", "unit"),
    vitest("database on PGlite", "database"),
    {
      name: "database on PostgreSQL",
      args: ["scripts/test-postgres.mjs", ...vitestReport(reportOf("database on PostgreSQL"))],
      count: countVitest,
    },
    vitest("Blender", "blender"),
    check("portal build", ["scripts/build.mjs"]),
    {
      name: "end to end",
      args: ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"],
      count: countPlaywright,
    },
  ];
}
