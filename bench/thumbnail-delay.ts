/**
 * Measures: from the moment Blender has written a frame's file in the node's scratch folder to the moment its thumbnail is on
 *           the screen of a browser that shows the job's page. On the way: upload of file and thumbnail, the finish call,
 *           outbox, event stream, gateway, socket, React, image.
 * Against:  the clock. Both ends read the same machine's; the file's end is told by inotify, the screen's by the image's
 *           load event and the frame painted after it. While the Blenders use every core.
 */
import { type FSWatcher, watch } from "node:fs";
import { join } from "node:path";
import { NewJobPage } from "../e2e/pages/new-job-page.ts";
import { openBrowser } from "./browser.ts";
import { median, percentile, type Row } from "./figure.ts";

const MUST_MS = 400;
const FRAMES = 24;

/** The last time each frame's file changed. Shape: {1: 1763827200123} */
function watchFiles(folder: string): { written: Map<number, number>; watcher: FSWatcher } {
  const written = new Map<number, number>();
  const watcher = watch(folder, { recursive: true }, (what, name) => {
    const frame = /(?:^|\/)(\d{4,})\.png$/.exec(name ?? "")?.[1];
    // "rename" is its making and its being taken away; the last "change" is its last bytes.
    if (frame !== undefined && what === "change") written.set(Number(frame), Date.now());
  });
  return { written, watcher };
}

/** Runs in the page: notes when each thumbnail of the grid was painted. */
function notePaints(): void {
  const paints: Record<string, number> = {};
  Object.assign(window, { paints });
  document.addEventListener(
    "load",
    ({ target }) => {
      if (!(target instanceof HTMLImageElement) || target.closest("[role=option]") === null) return;
      const { alt } = target;
      // The frame after this one holds it.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          paints[alt] ??= Date.now();
        }),
      );
    },
    true,
  );
}

export const thumbnailDelay: Row = async (bench) => {
  const farm = await bench.farm();
  const file = join(await bench.scenes(), "light.blend");
  const { browser, page } = await openBrowser(farm);
  const delays: number[] = [];
  try {
    for (let round = 0; round < (bench.repeats ?? 2); round++) {
      const { written, watcher } = watchFiles(join(farm.server.place.dataDir, "node"));
      await page.addInitScript(notePaints);
      await new NewJobPage(page).render(file, { Frames: `1-${FRAMES}` });
      // Waits for the pictures themselves: what is measured is told by the hook.
      await page.waitForFunction(
        (count) => Object.keys((window as unknown as { paints: object }).paints).length >= count,
        FRAMES,
        { timeout: 300_000, polling: 500 },
      );
      const paints = await page.evaluate(
        () => (window as unknown as { paints: Record<string, number> }).paints,
      );
      watcher.close();
      for (const [alt, at] of Object.entries(paints)) {
        const begun = written.get(Number(/-?\d+/.exec(alt)?.[0]));
        if (begun !== undefined) delays.push(at - begun);
      }
    }
  } finally {
    await browser.close();
  }
  const p95 = percentile(delays, 95);
  bench.tell(`  median ${median(delays)} ms, p95 ${p95} ms of ${delays.length} frames`);
  return [
    {
      figure: "Frame file written by Blender → thumbnail painted in the browser",
      must: `p95 at most ${MUST_MS} ms`,
      seen: `p95 ${p95} ms, median ${median(delays)} ms (${delays.length} frames)`,
      comparedWith: "the clock",
      isMet: p95 <= MUST_MS,
      samples: { delaysMs: delays },
    },
  ];
};
