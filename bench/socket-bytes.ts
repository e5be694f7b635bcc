/**
 * Measures: what comes over the socket of one open page from the first frame of a job of 10,000 to its last, everything
 *           included that the page watches: the job, its account's credits, the farm, pings.
 * Against:  the browser's own count of the messages, with the heads of their frames.
 */
import { join } from "node:path";
import { openBrowser } from "./browser.ts";
import type { Row } from "./figure.ts";
import { countSocketBytes } from "./long-job-page.ts";
import { startLongJob } from "./long-job.ts";

const FRAMES = 10_000;
const MUST_BYTES = 150;

export const socketBytes: Row = async (bench) => {
  const farm = await bench.farm();
  const job = await startLongJob(farm, farm.artist, join(await bench.scenes(), "light.blend"), {
    frames: FRAMES,
  });
  const { browser, page } = await openBrowser(farm);
  try {
    await page.goto("about:blank");
    const protocol = await page.context().newCDPSession(page);
    await protocol.send("Network.enable");
    const socket = countSocketBytes(protocol);
    await page.goto(`${farm.server.place.portal}/jobs/${job.jobId}`);
    await page.getByRole("listbox", { name: "Frames" }).getByRole("option").first().waitFor();
    const began = performance.now();
    await job.deliver(FRAMES);
    await page.locator("h1 + p").getByText("Completed", { exact: true }).waitFor();
    const seconds = (performance.now() - began) / 1000;
    const each = socket.bytes() / FRAMES;
    bench.tell(
      `  ${each.toFixed(1)} bytes a frame in ${socket.messages()} messages, ${seconds.toFixed(0)} s`,
    );
    return [
      {
        figure: `Bytes over the socket of one watcher, first to last of ${FRAMES} frames`,
        must: `at most ${MUST_BYTES} a frame`,
        seen: `${each.toFixed(0)} a frame (at ${(FRAMES / seconds).toFixed(0)} frames a second)`,
        comparedWith: "the browser's own count",
        isMet: each <= MUST_BYTES,
        samples: { bytes: socket.bytes(), messages: socket.messages(), seconds },
      },
    ];
  } finally {
    await browser.close();
    await job.end().catch(() => undefined);
  }
};
