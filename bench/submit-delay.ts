/**
 * Measures: from the click on "Render" to the moment a Blender of the farm works on the job: its first thread has spent 2 ms of
 *           CPU time since the click, where it spent none before (the kernel's schedstat, read every 5 ms). Each time a file
 *           of its own is uploaded, so nothing of an earlier job is open.
 * Against:  the clock.
 */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { NewJobPage } from "../e2e/pages/new-job-page.ts";
import { openBrowser } from "./browser.ts";
import { median, percentile, type Row } from "./figure.ts";
import { isBlender, mainThreadMs, processTree } from "./processes.ts";

const MUST_MS = 500;
const ROUNDS = 12;
const WORK_MS = 2;
/** The Blender that read the file for the form is done by then. Units: milliseconds. */
const QUIET_MS = 1500;

export const submitDelay: Row = async (bench) => {
  const farm = await bench.farm();
  const scenes = await bench.scenes();
  const folder = mkdtempSync(join(tmpdir(), "hearth-bench-"));
  const { browser, page } = await openBrowser(farm);
  const delays: number[] = [];
  try {
    for (let round = 0; round < (bench.repeats ?? ROUNDS); round++) {
      const file = join(folder, `round-${round}.blend`);
      copyFileSync(join(scenes, "light.blend"), file);
      const form = new NewJobPage(page);
      await form.open();
      await form.choose(file);
      await form.settingsAreThere();
      await form.field("Frames").fill("1-2");
      await page.evaluate(() =>
        document.addEventListener(
          "click",
          () => {
            sessionStorage.setItem("clickedAt", String(Date.now()));
          },
          { capture: true, once: true },
        ),
      );
      await sleep(QUIET_MS);
      const working = firstWork(farm.server.pid);
      const jobId = await form.submit();
      const startedAt = await working;
      const clickedAt = Number(await page.evaluate(() => sessionStorage.getItem("clickedAt")));
      delays.push(startedAt - clickedAt);
      bench.tell(`  ${startedAt - clickedAt} ms`);
      const job = () => farm.artist.farm.jobs.get({ params: { jobId } });
      while ((await job()).state !== "completed") await sleep(200);
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const [p50, p95] = [median(delays), percentile(delays, 95)];
  return [
    {
      figure: "Submit clicked → Blender at work on the scene",
      must: `at most ${MUST_MS} ms`,
      seen: `p50 ${p50} ms, p95 ${p95} ms`,
      comparedWith: "the clock",
      isMet: p95 <= MUST_MS,
      samples: { delaysMs: delays },
    },
  ];
};

/** When a Blender below `root`, there now or started meanwhile, begins to work. Units: milliseconds since 1970. */
async function firstWork(root: number): Promise<number> {
  const before = new Map(
    processTree(root)
      .filter(isBlender)
      .map(({ pid }) => [pid, mainThreadMs(pid)]),
  );
  for (let look = 0; ; look++) {
    for (const [pid, spent] of before) if (mainThreadMs(pid) - spent >= WORK_MS) return Date.now();
    // New ones are looked for less often: reading all of /proc would use the core that is measured.
    if (look % 10 === 9)
      for (const { pid } of processTree(root).filter(isBlender)) if (!before.has(pid)) before.set(pid, 0);
    await sleep(5);
  }
}
