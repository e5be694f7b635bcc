/** What a person drags from their desktop into the page, through the browser itself: no event is made up. */
import type { Page } from "@playwright/test";

/** A file, or a folder with all that is in it; Chromium gives the page a handle with it. */
export async function dropFromDesktop(page: Page, path: string): Promise<void> {
  const zone = await page.getByText("Drop a .blend here").boundingBox();
  if (zone === null) throw new Error("There is nowhere to drop it.");
  const cdp = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await cdp.send("Input.dispatchDragEvent", { type, x: zone.x + 5, y: zone.y + 5, data });
}
