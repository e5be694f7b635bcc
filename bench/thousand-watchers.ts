/**
 * Measures: 1,000 sockets on one job whose frames end and begin, twenty events a second: from the moment that a node says
 *           a frame is done (its commit lies within that call) to the moment that a watcher has heard of it.
 * Against:  the clock of one machine, on which platform, portal, node and all watchers share the cores.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openBrowser } from "./browser.ts";
import { percentile, type Row } from "./figure.ts";
import { startLongJob } from "./long-job.ts";

const WATCHERS = 1000;
/** Each frame is two events: it ends, and the next begins. */
const FRAMES_PER_SECOND = 10;
const SECONDS = 60;
const MUST_MS = 500;

type Heard = [frame: number, times: [at: number, sockets: number][]][];

export const thousandWatchers: Row = async (bench) => {
  const farm = await bench.farm();
  const frames = FRAMES_PER_SECOND * SECONDS * 2;
  const job = await startLongJob(farm, farm.artist, join(await bench.scenes(), "light.blend"), { frames });
  const { browser, page } = await openBrowser(farm);
  const cookies = await page.context().cookies();
  await browser.close();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const program = join(import.meta.dirname, "watchers.ts");
  const args = ["--no-warnings", program, farm.server.place.portal, cookie, job.jobId, String(WATCHERS)];
  const watchers = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: watchers.stdout })[Symbol.asyncIterator]();
  try {
    if ((await lines.next()).value !== "ready") throw new Error("The watchers did not come up.");
    bench.tell(`  ${WATCHERS} watch`);
    await job.keepDelivering(FRAMES_PER_SECOND, AbortSignal.timeout(SECONDS * 1000));
    // What was told last is on its way.
    await new Promise((resolve) => setTimeout(resolve, 2 * MUST_MS));
    watchers.stdin.end();
    const heard = JSON.parse(String((await lines.next()).value)) as Heard;
    const delays: number[] = [];
    let missed = 0;
    for (const [frame, sentAt] of job.sentAt) {
      const times = heard.find(([number]) => number === frame)?.[1] ?? [];
      for (const [at, sockets] of times) for (let i = 0; i < sockets; i++) delays.push(at - sentAt);
      missed += WATCHERS - times.reduce((sum, [, sockets]) => sum + sockets, 0);
    }
    const [p50, p99] = [percentile(delays, 50), percentile(delays, 99)];
    bench.tell(
      `  p50 ${p50} ms, p99 ${p99} ms of ${delays.length} words about ${job.sentAt.size} frames, ${missed} missed`,
    );
    return [
      {
        figure: `${WATCHERS} watchers of one job, ${2 * FRAMES_PER_SECOND} events a second: committed → heard`,
        must: `p99 at most ${MUST_MS} ms, none missed`,
        seen: `p99 ${p99} ms, median ${p50} ms${missed === 0 ? "" : `, ${missed} missed`}`,
        comparedWith: "the clock",
        isMet: p99 <= MUST_MS && missed === 0,
        samples: { p50, p99, words: delays.length, missed },
      },
    ];
  } finally {
    watchers.kill();
    if (watchers.exitCode === null && watchers.signalCode === null) await once(watchers, "exit");
    await job.end();
  }
};
