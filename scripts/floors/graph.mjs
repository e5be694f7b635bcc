/**
 * The modules of the project and what each imports: values by esbuild's metafile, types by a plain scan of the text, because
 * esbuild drops `import type` and a type that points up is a floor broken just the same.
 */
import { build } from "esbuild";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const SKIPPED = new Set(["node_modules", ".next", "data", ".git", "test-results", "playwright-report"]);

/** Every .ts and .tsx file below `root`, with forward slashes. @param {string} root @returns {string[]} */
export function modulesOnDisk(root) {
  /** @param {string} folder @returns {string[]} */
  const below = (folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (SKIPPED.has(entry.name)) return [];
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return below(path);
      return /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [relative(root, path)] : [];
    });
  return below(root).sort();
}

/**
 * @typedef {object} Import
 * @property {string} to path in the project, or the name of a package
 * @property {boolean} isPackage
 * @property {boolean} isTypeOnly
 */

/**
 * @param {string} root
 * @returns {Promise<Map<string, Import[]>>} each module with its imports
 */
export async function readGraph(root) {
  const entries = modulesOnDisk(root);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: "unused",
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    jsx: "automatic",
    packages: "external",
    logLevel: "silent",
    // Not JavaScript: their places don't matter here.
    loader: { ".css": "empty", ".woff2": "empty", ".svg": "empty", ".png": "empty", ".wasm": "empty" },
    plugins: [ownImports(root)],
  });
  /** @type {Map<string, Import[]>} */
  const graph = new Map();
  for (const [path, input] of Object.entries(metafile.inputs)) {
    if (!/\.tsx?$/.test(path)) continue;
    graph.set(
      path,
      input.imports.map((one) => ({ to: one.path, isPackage: one.external === true, isTypeOnly: false })),
    );
  }
  for (const path of graph.keys()) graph.get(path)?.push(...typeImports(root, path));
  return graph;
}

/**
 * `packages: "external"` takes "#lib/…" for a package; this resolves it as package.json does.
 * @param {string} root
 * @returns {import("esbuild").Plugin}
 */
function ownImports(root) {
  return {
    name: "own-imports",
    setup(build) {
      build.onResolve({ filter: /^#/ }, ({ path }) => ({ path: join(root, path.slice(1)) }));
      build.onResolve({ filter: /\.(?:mjs|js|css|json|py)$/ }, ({ path, kind }) =>
        kind === "entry-point" ? undefined : { path, external: true },
      );
    },
  };
}

const TYPE_IMPORT = /^\s*(?:import|export)\s+type\s[^;]*?from\s+["']([^"']+)["']/gm;
const INLINE_TYPE = /^\s*import\s+\{[^}]*\btype\s[^}]*\}\s+from\s+["']([^"']+)["']/gm;
const TYPE_CALL = /\bimport\(["']([^"']+)["']\)(?=\.|\s*\[)/g;

/** @param {string} root @param {string} path @returns {Import[]} */
function typeImports(root, path) {
  const text = readFileSync(join(root, path), "utf8");
  const specifiers = [TYPE_IMPORT, INLINE_TYPE, TYPE_CALL].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => match[1] ?? ""),
  );
  return [...new Set(specifiers)].map((specifier) => {
    const inside = specifier.startsWith("#")
      ? specifier.slice(1)
      : specifier.startsWith(".")
        ? join(dirname(path), specifier)
        : null;
    if (inside === null || !existsSync(join(root, inside)))
      return { to: specifier, isPackage: true, isTypeOnly: true };
    return { to: inside, isPackage: false, isTypeOnly: true };
  });
}
