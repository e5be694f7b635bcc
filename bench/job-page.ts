/**
 * Measures: the page of a job of 10,000 frames, 3,000 of them done, in a browser without a cache whose own thread is made
 *           four times slower. From the navigation to the moment that every tile on the screen shows its picture; the
 *           scripts of that first load as they came over the wire; then, while frames end and begin fifty times a second,
 *           scrolling from end to end: pictures a second, the longest task, and the memory held afterwards.
 * Against:  the clock, and the browser's own counts.
 */
import { join } from "node:path";
import { openBrowser } from "./browser.ts";
import { median, type Row } from "./figure.ts";
import { countSocketBytes, type Opened, openJobPage } from "./long-job-page.ts";
import { startLongJob } from "./long-job.ts";
import { scrollThrough } from "./scroll.ts";

const FRAMES = 10_000;
const DONE = 3000;
const SLOWDOWN = 4;
const OPENED = 5;
const USABLE_MUST_MS = 1500;
const SCRIPT_MUST_BYTES = 200_000;
/** Each delivered frame is two changes: it ends, and the next begins. */
const DELIVERED_PER_SECOND = 25;
const SCROLL_SECONDS = 60;
const FPS_MUST = 55;
const TASK_MUST_MS = 100;
const MEMORY_MUST_BYTES = 250e6;

export const jobPage: Row = async (bench) => {
  const farm = await bench.farm();
  const job = await startLongJob(farm, farm.artist, join(await bench.scenes(), "light.blend"), {
    frames: FRAMES,
  });
  const { browser, page } = await openBrowser(farm);
  const stopping = new AbortController();
  try {
    await job.deliver(DONE);
    const path = `/jobs/${job.jobId}`;
    const opened: Opened[] = [];
    for (let round = 0; round < (bench.repeats ?? OPENED); round++) {
      const one = await openJobPage(page, path, SLOWDOWN);
      bench.tell(
        `  usable after ${one.usableMs.toFixed(0)} ms, ${(one.scriptBytes / 1000).toFixed(0)} kB of scripts`,
      );
      opened.push(one);
    }
    const usable = median(opened.map((one) => one.usableMs));
    const scripts = Math.max(...opened.map((one) => one.scriptBytes));

    const protocol = await page.context().newCDPSession(page);
    await protocol.send("Network.enable");
    const socket = countSocketBytes(protocol);
    const delivering = job.keepDelivering(DELIVERED_PER_SECOND, stopping.signal);
    const seen = await scrollThrough(page, protocol, SCROLL_SECONDS);
    stopping.abort();
    const changes = (2 * (await delivering)) / SCROLL_SECONDS;
    bench.tell(
      `  ${seen.fps.toFixed(1)} fps, longest task ${seen.longestTaskMs.toFixed(0)} ms, ${(seen.heapBytes / 1e6).toFixed(0)} MB, ${changes.toFixed(0)} changes/s, ${socket.messages()} messages`,
    );
    return [
      {
        figure: `Page of ${FRAMES} frames, ${DONE} done, on a CPU ${SLOWDOWN} times slower: navigation → usable`,
        must: `at most ${USABLE_MUST_MS} ms`,
        seen: `${usable.toFixed(0)} ms`,
        comparedWith: "the clock; median",
        isMet: usable <= USABLE_MUST_MS,
        samples: { opened },
      },
      {
        figure: "JavaScript of its first load, compressed",
        must: `at most ${SCRIPT_MUST_BYTES / 1000} kB`,
        seen: `${(scripts / 1000).toFixed(0)} kB`,
        comparedWith: "bytes over the wire",
        isMet: scripts <= SCRIPT_MUST_BYTES,
        samples: {},
      },
      {
        figure: `Scrolling it end to end for ${SCROLL_SECONDS} s while ${changes.toFixed(0)} frames a second change`,
        must: `at least ${FPS_MUST} fps, no task over ${TASK_MUST_MS} ms, memory below ${MEMORY_MUST_BYTES / 1e6} MB`,
        seen: `${seen.fps.toFixed(1)} fps, longest task ${seen.longestTaskMs.toFixed(0)} ms, ${(seen.heapBytes / 1e6).toFixed(0)} MB`,
        comparedWith: "the browser's own counts",
        isMet:
          seen.fps >= FPS_MUST && seen.longestTaskMs <= TASK_MUST_MS && seen.heapBytes < MEMORY_MUST_BYTES,
        samples: { ...seen, changesPerSecond: changes },
      },
    ];
  } finally {
    stopping.abort();
    await browser.close();
    await job.end();
  }
};
