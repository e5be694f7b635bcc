/** An upload survives what happens to pages: a reload in its middle. */
import { NewJobPage } from "./pages/new-job-page.ts";
import { scene, thePlace } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

test("after a reload an upload goes on where it was", async ({ studio }) => {
  const { storage } = thePlace();
  const sent: string[] = [];
  let isHolding = true;
  // Storage takes one part and then holds its breath, until the page was reloaded.
  await studio.route(`${storage}/**`, async (route) => {
    if (route.request().method() !== "PUT") return route.continue();
    sent.push(new URL(route.request().url()).search);
    if (sent.length === 1 || !isHolding) return route.continue();
    return undefined;
  });
  const form = new NewJobPage(studio);
  await form.open();
  await form.choose(scene("large"));
  await expect(form.uploadCard).toBeVisible();
  await expect(form.uploadCard.getByRole("progressbar")).not.toHaveAttribute("aria-valuenow", "0");
  // The page asks whether it may really be left.
  studio.on("dialog", (dialog) => void dialog.accept());
  isHolding = false;
  const before = sent.length;
  await studio.reload();
  await form.settingsAreThere();
  const sentAgain = sent.slice(before);
  const partOf = (search: string) => new URLSearchParams(search).get("partNumber");
  expect(sentAgain.length).toBeGreaterThan(0);
  expect(sentAgain.map(partOf)).not.toContain(partOf(sent[0] ?? ""));
});
