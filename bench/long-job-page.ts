/** The job's page as the rows about it open it: a browser of its own, and what its protocol tells of bytes and time. */
import type { CDPSession, Page } from "@playwright/test";

/** Bytes of scripts as they came over the wire, and when the page could be used. */
export interface Opened {
  usableMs: number;
  scriptBytes: number;
}

/**
 * Runs in the page before its own scripts: notes the moment when every tile on the screen shows its picture. Tiles are
 * drawn by the browser alone, so by then it answers clicks and keys too.
 */
function noteUsable(): void {
  const look = () => {
    const tiles = [...document.querySelectorAll("[role=option]")].filter((tile) => {
      const box = tile.getBoundingClientRect();
      return box.top < window.innerHeight && box.bottom > 0;
    });
    const isShown = (tile: Element) => {
      const picture = tile.querySelector("img");
      return picture !== null && picture.complete && picture.naturalWidth > 0;
    };
    if (tiles.length > 0 && tiles.every(isShown)) Object.assign(window, { usableAt: performance.now() });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** `slowdown`: how many times slower the page's own thread is made. */
export async function openJobPage(page: Page, path: string, slowdown: number): Promise<Opened> {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send("Network.enable");
  await protocol.send("Network.setCacheDisabled", { cacheDisabled: true });
  await protocol.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  const scripts = new Set<string>();
  let scriptBytes = 0;
  protocol.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  protocol.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) scriptBytes += encodedDataLength;
  });
  await page.addInitScript(noteUsable);
  await page.goto(path);
  const usable = await page.waitForFunction(() => (window as unknown as { usableAt?: number }).usableAt);
  const usableMs = (await usable.jsonValue()) ?? Number.NaN;
  await page.waitForLoadState("networkidle");
  await protocol.detach();
  return { usableMs, scriptBytes };
}

/** Sums what comes over the page's sockets, with the frames' own heads. Source: RFC 6455, 5.2. */
export function countSocketBytes(protocol: CDPSession): { bytes: () => number; messages: () => number } {
  let bytes = 0;
  let messages = 0;
  protocol.on("Network.webSocketFrameReceived", ({ response }) => {
    const size = Buffer.byteLength(response.payloadData);
    bytes += size + (size < 126 ? 2 : size < 65_536 ? 4 : 10);
    messages += 1;
  });
  return { bytes: () => bytes, messages: () => messages };
}
