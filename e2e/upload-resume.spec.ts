/** An upload survives what happens to pages: a reload in its middle, also when the browser can't keep the file. */
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import { NewJobPage } from "./pages/new-job-page.ts";
import { dropFromDesktop } from "./support/drop.ts";
import { scene, thePlace } from "./support/place.ts";
import { expect, signedIn, test } from "./support/test.ts";

// A trace would hold hundreds of megabytes of what was sent.
test.use({ trace: "off" });

/** More than the page keeps by itself. Units: bytes. */
const HUGE = 260 * 1024 ** 2;

/** Storage takes some parts and then holds its breath, until told to breathe. */
async function holdStorage(page: Page, takes: number) {
  const sent: string[] = [];
  const all = `${thePlace().storage}/**`;
  page.on("request", (request) => {
    const part = new URL(request.url()).searchParams.get("partNumber");
    if (request.method() === "PUT" && part !== null) sent.push(part);
  });
  let [taken, breathes] = [0, false];
  await page.route(all, (route) => {
    if (breathes || route.request().method() !== "PUT") return route.continue();
    taken += 1;
    return taken <= takes ? route.continue() : undefined;
  });
  // Not by taking the route away: that would let the held parts go, and the upload end before the page is reloaded.
  const breathe = () => {
    breathes = true;
  };
  return { sent, breathe };
}

/** Sends until storage has some of it, then reloads the page. Answers the parts that were sent. */
async function reloadInTheMiddle(
  page: Page,
  form: NewJobPage,
  storage: { breathe: () => void; sent: string[] },
) {
  await expect(form.uploadCard).toBeVisible();
  await expect(form.uploadCard.getByRole("progressbar")).not.toHaveAttribute("aria-valuenow", "0");
  // The page asks whether it may really be left.
  page.on("dialog", (dialog) => void dialog.accept());
  storage.breathe();
  const before = storage.sent.splice(0);
  await page.reload();
  return before;
}

test("after a reload an upload goes on where it was", async ({ studio }) => {
  const storage = await holdStorage(studio, 1);
  const form = new NewJobPage(studio);
  await form.open();
  await form.choose(scene("large"));
  const before = await reloadInTheMiddle(studio, form, storage);
  await form.uploadIsDone();
  await form.settingsAreThere();
  expect(storage.sent.length).toBeGreaterThan(0);
  expect(storage.sent).not.toContain(before[0]);
});

test("a file too large for the browser to keep goes on by itself where it was dropped, elsewhere when it is chosen again", async ({
  studio,
  artist,
  browser,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "hearth-huge-"));
  try {
    const file = join(folder, "huge.blend");
    copyFileSync(scene("large"), file);
    truncateSync(file, HUGE);

    const storage = await holdStorage(studio, 2);
    const form = new NewJobPage(studio);
    await form.open();
    await dropFromDesktop(studio, file);
    const before = await reloadInTheMiddle(studio, form, storage);
    // The handle that came with the drop still leads to the file: nobody has to do anything.
    await expect.poll(() => storage.sent.length).toBeGreaterThan(0);
    expect(storage.sent).not.toContain(before[0]);
    await studio.goto("about:blank");

    // Another browser knows nothing of the file.
    const other = await signedIn(browser, artist);
    const there = await holdStorage(other, Number.POSITIVE_INFINITY);
    there.breathe();
    const elsewhere = new NewJobPage(other);
    await elsewhere.open();
    const again = other.getByLabel("Choose huge.blend again");
    await expect(other.getByText("Choose the same file to go on.")).toBeVisible();
    await again.setInputFiles(scene("large"));
    await expect(other.getByText("That is another file")).toBeVisible();
    // The same name and size, but saved again in between.
    const [upload] = await artist.farm.uploads.list();
    const isThere = upload?.parts.find((part) => part.isDone);
    const changed = join(folder, "saved-again", "huge.blend");
    copyWithOtherByte(file, changed, ((isThere?.number ?? 1) - 1) * (upload?.partSizeBytes ?? 0) + 64 * 1024);
    await again.setInputFiles(changed);
    await expect(elsewhere.problem.filter({ hasText: "was changed since this upload began" })).toBeVisible();
    expect(there.sent).toEqual([]);

    await other.getByRole("button", { name: "Choose a file" }).first().click();
    await again.setInputFiles(file);
    await elsewhere.uploadIsDone();
    expect(there.sent).not.toContain(String(isThere?.number));
    const [project] = await artist.farm.projects.list();
    expect(project?.sizeBytes).toBe(HUGE);
    await other.context().close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function copyWithOtherByte(from: string, to: string, at: number): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  const handle = openSync(to, "r+");
  writeSync(handle, Buffer.from("!"), 0, 1, at);
  closeSync(handle);
}
