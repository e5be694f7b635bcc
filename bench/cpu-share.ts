/**
 * Measures: CPU time of platform, portal and agent (the server's process and everything below it that is not Blender) while
 *           24 light frames go through the farm.
 * Against:  CPU time of the Blenders in the same span. Both by the kernel's accounting in /proc. Nobody looks at a page.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, type Row } from "./figure.ts";
import { isBlender, type ProcessFacts, processTree, watchCpu } from "./processes.ts";
import { hearthRender } from "./programs.ts";

const MUST_PERCENT = 3;

export const cpuShare: Row = async (bench) => {
  const { server, door } = await bench.farm();
  const file = join(await bench.scenes(), "light.blend");
  const shares: number[] = [];
  const samples: unknown[] = [];
  for (let round = 0; round < (bench.repeats ?? 3); round++) {
    const out = mkdtempSync(join(tmpdir(), "hearth-bench-"));
    const before = new Map(processTree(server.pid).map((facts) => [facts.pid, facts.cpuSeconds]));
    const watch = watchCpu(server.pid);
    await hearthRender(file, out, "1-24", door);
    const after = [...watch.stop().values()];
    const spent = (which: (facts: ProcessFacts) => boolean) =>
      after.filter(which).reduce((sum, facts) => sum + facts.cpuSeconds - (before.get(facts.pid) ?? 0), 0);
    const blenderSeconds = spent(isBlender);
    const serverSeconds = spent((facts) => !isBlender(facts));
    shares.push((serverSeconds / blenderSeconds) * 100);
    samples.push({ serverSeconds, blenderSeconds });
    bench.tell(`  ${serverSeconds.toFixed(2)} s of ours to ${blenderSeconds.toFixed(1)} s of Blender's`);
    rmSync(out, { recursive: true, force: true });
  }
  const share = median(shares);
  return [
    {
      figure: "CPU time of platform, portal and agent while 24 light frames render",
      must: `at most ${MUST_PERCENT} %`,
      seen: `${share.toFixed(2)} %`,
      comparedWith: "Blender's CPU time",
      isMet: share <= MUST_PERCENT,
      samples: { rounds: samples },
    },
  ];
};
