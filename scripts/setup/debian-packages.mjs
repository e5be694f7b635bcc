/**
 * Debian packages that the farm needs beside npm's: Blender and what its engines need without a screen, ffmpeg, the sandbox.
 * Installed with apt where that is possible without asking; otherwise the command is told and set-up goes on.
 */
import { existsSync } from "node:fs";
import { runQuietly } from "./run.mjs";
import { say, spell, warn } from "./say.mjs";

/**
 * What rendering needs. libegl1 and libgl1-mesa-dri let EEVEE and Workbench draw on a machine without a screen; Debian's
 * Blender comes without the numpy that its glTF exporter needs.
 */
export const RENDER_PACKAGES = [
  "blender",
  "ffmpeg",
  "bubblewrap",
  "libegl1",
  "libgl1-mesa-dri",
  "python3-numpy",
];
/** What the tests need on top: a browser, a database, a reader of archives and an S3 client that are not ours. */
export const TEST_PACKAGES = [...RENDER_PACKAGES, "chromium", "postgresql", "unzip", "curl", "python3-boto3"];

/** Where a program of another origin (a Blender from blender.org) serves as well as Debian's package. */
const PROGRAM_OF = {
  blender: "blender",
  ffmpeg: "ffmpeg",
  bubblewrap: "bwrap",
  chromium: "chromium",
  unzip: "unzip",
  curl: "curl",
};

/** @param {string} program */
const isOnPath = (program) =>
  (process.env.PATH ?? "").split(":").some((folder) => folder !== "" && existsSync(`${folder}/${program}`));

/**
 * Shape: (["blender", "curl"], text of dpkg-query) → ["blender"]
 * @param {readonly string[]} packages
 * @param {string} listing lines "name installed" as dpkg-query writes them
 */
export function missingFrom(packages, listing) {
  const installed = new Set(
    listing
      .split("\n")
      .filter((line) => line.endsWith(" installed"))
      .map((line) => line.split(" ")[0]?.split(":")[0]),
  );
  return packages.filter((name) => !installed.has(name));
}

/** @param {readonly string[]} packages */
async function missingPackages(packages) {
  const { output } = await runQuietly("dpkg-query", [
    "-W",
    "-f=${Package} ${db:Status-Status}\\n",
    ...packages,
  ]);
  return missingFrom(packages, output).filter(
    (name) => !(name in PROGRAM_OF && isOnPath(PROGRAM_OF[/** @type {keyof typeof PROGRAM_OF} */ (name)])),
  );
}

/** How to become root without a password: [] as root, null when there is no way. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const sudo = await runQuietly("sudo", ["-n", "true"]);
  return sudo.code === 0 ? ["sudo", "-n"] : null;
}

/**
 * Installs what is missing. Answers the packages that are still missing afterwards.
 * @param {readonly string[]} packages
 * @returns {Promise<string[]>}
 */
export async function ensureDebianPackages(packages) {
  const missing = await missingPackages(packages);
  if (missing.length === 0) return [];
  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...missing];
  const prefix = isOnPath("apt-get") ? await rootPrefix() : null;
  if (prefix === null) {
    warn(`Not installed, and I may not install them: ${missing.join(", ")}. Please run:`);
    warn(`  sudo apt-get update && sudo ${install.join(" ")}`);
    return missing;
  }
  say(`Installing with apt: ${missing.join(", ")} (some minutes the first time) …`);
  const began = Date.now();
  const apt = async (/** @type {string[]} */ args) => {
    const [program = "", ...rest] = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", ...args];
    return runQuietly(program, rest);
  };
  // A failing update (one mirror is away) matters only if the install then fails too.
  const update = await apt(["apt-get", "update"]);
  const result = await apt(install);
  if (result.code !== 0) {
    process.stderr.write(update.output + result.output);
    warn(`apt could not install ${missing.join(", ")}; what it said is above. Going on without.`);
    return missing;
  }
  say(`Debian packages are installed (${spell(Date.now() - began)}).`);
  return [];
}
