/** Scrolls a page from its top to its end and back, as a wheel does, and counts what was drawn meanwhile. */
import type { CDPSession, Page } from "@playwright/test";

export interface Scrolled {
  /** Pictures that the page made a second. */
  fps: number;
  longestTaskMs: number;
  /** Scripts' memory after a collection. */
  heapBytes: number;
}

/** Runs in the page: one step each picture, so that it is the page that sets the pace. */
function scroll(seconds: number): Promise<{ pictures: number; longest: number; ms: number }> {
  let longest = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  });
  observer.observe({ type: "longtask" });
  return new Promise((resolve) => {
    const began = performance.now();
    let before = began;
    let direction = 1;
    let pictures = 0;
    const step = (now: number) => {
      pictures += 1;
      const root = document.documentElement;
      const height = root.scrollHeight - window.innerHeight;
      // Once there and back in the given time.
      window.scrollBy(0, (direction * height * (now - before) * 2) / (seconds * 1000));
      if (window.scrollY >= height - 1) direction = -1;
      before = now;
      const ms = now - began;
      if (ms < seconds * 1000) requestAnimationFrame(step);
      else {
        observer.disconnect();
        resolve({ pictures, longest, ms });
      }
    };
    requestAnimationFrame(step);
  });
}

export async function scrollThrough(page: Page, protocol: CDPSession, seconds: number): Promise<Scrolled> {
  const { pictures, longest, ms } = await page.evaluate(scroll, seconds);
  await protocol.send("HeapProfiler.collectGarbage");
  const { usedSize } = await protocol.send("Runtime.getHeapUsage");
  return { fps: (pictures * 1000) / ms, longestTaskMs: longest, heapBytes: usedSize };
}
