/** Holds a graph of modules against the floors. Pure: graph in, sentences out. */
import { COMMON, isTest, NEVER_REACH, ROOMS, TEST_PACKAGES } from "./rules.mjs";

/** @typedef {import("./graph.mjs").Import} Import */

/** @param {string} path @returns {import("./rules.mjs").Room} */
function roomOf(path) {
  const found = ROOMS.filter((room) => path.startsWith(room.prefix)).sort(
    (a, b) => b.prefix.length - a.prefix.length,
  )[0];
  if (found === undefined || (found.prefix === "" && path.includes("/")))
    throw new Error(`${path} is in no room of the house. Add its folder to scripts/floors/rules.mjs.`);
  return found;
}

/**
 * @param {Map<string, Import[]>} graph
 * @param {readonly string[]} onDisk every module that there is
 * @returns {string[]} what is wrong; [] when the house stands
 */
export function checkFloors(graph, onDisk) {
  const unseen = onDisk.filter((path) => !graph.has(path));
  if (unseen.length > 0 || onDisk.length === 0)
    return [`Only ${graph.size} of ${onDisk.length} modules were seen; not: ${unseen.join(", ")}`];
  return [...wrongImports(graph), ...reaches(graph), ...cycles(graph)];
}

/** @param {Map<string, Import[]>} graph */
function wrongImports(graph) {
  const wrong = [];
  for (const [path, imports] of graph) {
    const room = roomOf(path);
    for (const { to, isPackage } of imports) {
      if (isPackage) {
        if (!mayUse(room, path, to)) wrong.push(`${path} → ${to}: ${room.name} may not use this package.`);
      } else if (!mayImport(room, path, roomOf(to)))
        wrong.push(`${path} → ${to}: ${room.name} may not import from ${roomOf(to).name}.`);
    }
  }
  return wrong;
}

/** @param {import("./rules.mjs").Room} room @param {string} path @param {import("./rules.mjs").Room} target */
function mayImport(room, path, target) {
  if (target.name === room.name || target.name === COMMON || room.rooms.includes(target.name)) return true;
  // A test may stand on several floors: it drives one room through another.
  return isTest(path);
}

/** @param {import("./rules.mjs").Room} room @param {string} path @param {string} name */
function mayUse(room, path, name) {
  // Files beside the code that esbuild is told to leave alone: scripts in plain JavaScript, styles, data.
  if (name.startsWith(".") || name.startsWith("#") || name.startsWith("/")) return true;
  const allowed = isTest(path) ? [...room.packages, ...TEST_PACKAGES] : room.packages;
  return allowed.some((one) =>
    one === "node:" ? name.startsWith("node:") : name === one || name.startsWith(`${one}/`),
  );
}

/** Chains that lead where a room must never come, shortest first. @param {Map<string, Import[]>} graph */
function reaches(graph) {
  const found = [];
  for (const { from, to, why } of NEVER_REACH) {
    for (const start of graph.keys()) {
      if (roomOf(start).name !== from || isTest(start)) continue;
      const chain = chainTo(graph, start, (path) => roomOf(path).name === to);
      if (chain !== null && chain.length > 2) found.push(`${chain.join(" → ")}: ${why}.`);
    }
  }
  return found;
}

/** @param {Map<string, Import[]>} graph @param {string} start @param {(path: string) => boolean} isGoal */
function chainTo(graph, start, isGoal) {
  /** @type {Map<string, string | null>} */
  const cameFrom = new Map([[start, null]]);
  const queue = [start];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (path !== start && isGoal(path)) {
      const chain = [path];
      for (let at = cameFrom.get(path); at; at = cameFrom.get(at)) chain.unshift(at);
      return chain;
    }
    for (const { to, isPackage } of graph.get(path) ?? []) {
      if (isPackage || cameFrom.has(to)) continue;
      cameFrom.set(to, path);
      queue.push(to);
    }
  }
  return null;
}

/** Rings of imports; types don't count, they are gone when the program runs. @param {Map<string, Import[]>} graph */
function cycles(graph) {
  /** @type {Map<string, "open" | "done">} */
  const seen = new Map();
  const found = [];
  /** @param {string} path @param {string[]} trail */
  const visit = (path, trail) => {
    if (seen.get(path) === "done") return;
    if (seen.get(path) === "open") {
      found.push(`${[...trail.slice(trail.indexOf(path)), path].join(" → ")}: a ring of imports.`);
      return;
    }
    seen.set(path, "open");
    for (const { to, isPackage, isTypeOnly } of graph.get(path) ?? [])
      if (!isPackage && !isTypeOnly) visit(to, [...trail, path]);
    seen.set(path, "done");
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
