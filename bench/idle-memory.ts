/**
 * Measures: resident memory of portal, platform and agent together, idle: a fresh server whose node is there and whose pages
 *           have been asked for once. Blenders that wait for work are told beside it, not in it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Row } from "./figure.ts";
import { startBenchFarm } from "./farm.ts";
import { isBlender, processTree, residentBytes } from "./processes.ts";

const MUST_MB = 450;
/** Start-up's garbage is collected when the next allocations come, not at once. Units: milliseconds. */
const IDLE_MS = 20_000;

export const idleMemory: Row = async (bench) => {
  const { server } = await startBenchFarm();
  try {
    for (const path of ["/", "/sign-in", "/healthz"]) await (await fetch(server.place.portal + path)).text();
    await sleep(IDLE_MS);
    const tree = processTree(server.pid).map((facts) => ({
      ...facts,
      megabytes: residentBytes(facts.pid) / 1e6,
    }));
    const sum = (list: typeof tree) => list.reduce((total, { megabytes }) => total + megabytes, 0);
    const ours = sum(tree.filter((facts) => !isBlender(facts)));
    const blenders = sum(tree.filter(isBlender));
    bench.tell(`  ${ours.toFixed(0)} MB ours, ${blenders.toFixed(0)} MB of waiting Blenders`);
    return [
      {
        figure: "Memory of portal, platform and agent, idle",
        must: `at most ${MUST_MB} MB in all`,
        seen: `${ours.toFixed(0)} MB`,
        comparedWith: "resident, without Blenders that wait",
        isMet: ours <= MUST_MB,
        samples: {
          oursMegabytes: ours,
          blendersMegabytes: blenders,
          processes: tree.map(({ name, megabytes }) => ({ name, megabytes })),
        },
      },
    ];
  } finally {
    await server.end();
  }
};
