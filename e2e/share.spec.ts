/** A share link, from the job's page to a guest's browser: live, without an account, and gone the moment it is ended. */
import type { Browser, Page } from "@playwright/test";
import { submitByApi } from "./support/jobs.ts";
import { fits, isForEverybody } from "./support/everybody.ts";
import { scene, thePlace } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

/** A browser that nobody is signed in to; everything that reaches it is kept. */
async function aGuest(browser: Browser): Promise<{ page: Page; heard: string[] }> {
  const context = await browser.newContext({ baseURL: thePlace().portal });
  const page = await context.newPage();
  const heard: string[] = [];
  page.on("response", (response) => {
    const isText = /json|html/.test(response.headers()["content-type"] ?? "");
    if (isText)
      response.text().then(
        (text) => heard.push(text),
        () => undefined,
      );
  });
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => heard.push(payload.toString())),
  );
  return { page, heard };
}

async function makeLink(
  studio: Page,
  title: string,
  more: (form: Page) => Promise<void> = async () => undefined,
) {
  await studio.getByRole("button", { name: "Share" }).click();
  await studio.getByLabel("Title").fill(title);
  await more(studio);
  await studio.getByRole("button", { name: "Make a link" }).click();
  return studio.getByLabel("Link", { exact: true }).inputValue();
}

test("a guest watches the job live, is told nothing else, and sees it end with the link", async ({
  studio,
  artist,
  browser,
}) => {
  const jobId = await submitByApi(artist, scene("slow"), { frames: "1-3", samples: 60 });
  await studio.goto(`/jobs/${jobId}`);
  const link = await makeLink(studio, "The turning cube");
  const { page, heard } = await aGuest(browser);
  const answer = await page.goto(link);
  expect(answer?.headers()["x-robots-tag"]).toContain("noindex");
  expect(answer?.headers()["referrer-policy"]).toBe("no-referrer");
  await expect(page.getByRole("heading", { name: "The turning cube" })).toBeVisible();
  await expect(page.getByTestId("shared-progress")).toHaveText("3 of 3 frames");
  await expect(page.getByRole("region", { name: "Frames" }).locator("img")).toHaveCount(3);
  await page.getByRole("button", { name: "Frame 2, completed", exact: false }).click();
  await expect(page.getByRole("img", { name: "Frame 2" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Download .zip" })).toHaveCount(0);
  await fits(page, "a shared job");
  await isForEverybody(page, "a shared job");

  const all = heard.join("\n");
  const [name = ""] = artist.email.split("@");
  for (const text of [artist.email, name, "slow.blend", "credits", "charged", "accountId"])
    expect(all.includes(text), text).toBe(false);

  // The owner sees that it was opened, and ends it: the open page says so by itself.
  await expect(studio.getByText("Opened 1 ×")).toBeVisible();
  await studio.getByRole("button", { name: "End", exact: true }).click();
  await studio.getByRole("button", { name: "End the link" }).click();
  await expect(page.getByRole("heading", { name: "This link opens nothing." })).toBeVisible();
  expect((await page.goto(link))?.status()).toBe(404);
  await page.context().close();
});

test("a password is asked for, downloads are given where they are allowed, and a chat sees a picture", async ({
  studio,
  artist,
  browser,
}) => {
  const jobId = await submitByApi(artist, scene("tiny"), { frames: "1-2" });
  await expect.poll(async () => (await artist.farm.jobs.get({ params: { jobId } })).state).toBe("completed");
  await studio.goto(`/jobs/${jobId}`);
  const open = await makeLink(studio, "For the chat", async (form) => {
    await form.getByLabel("Files may be downloaded").check();
    await form.getByLabel("Show facts").check();
  });
  const { page } = await aGuest(browser);
  await page.goto(open);
  await expect(page.getByText("Cycles", { exact: false }).first()).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download .zip" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.zip$/);
  await expect(page).toHaveTitle(/For the chat/);
  const image = await page.locator('meta[property="og:image"]').getAttribute("content");
  const picture = await page.request.get(new URL(image ?? "").pathname + new URL(image ?? "").search);
  expect(picture.headers()["content-type"]).toBe("image/png");
  expect((await picture.body()).length).toBeGreaterThan(10_000);
  expect(await page.locator('meta[property="og:description"]').getAttribute("content")).toBe(
    "Finished: 2 of 2 frames",
  );

  await studio.reload();
  const locked = await makeLink(studio, "Behind a door", (form) =>
    form.getByLabel("Password").fill("swordfish"),
  );
  await page.goto(locked);
  expect(await page.locator('meta[property="og:description"]').getAttribute("content")).toBe(
    "Opens with a password.",
  );
  await page.getByLabel("Password of this link").fill("guess");
  await page.getByRole("button", { name: "Open" }).click();
  await expect(page.getByText("That is not the password of this link.")).toBeVisible();
  await page.getByLabel("Password of this link").fill("swordfish");
  await page.getByRole("button", { name: "Open" }).click();
  await expect(page.getByTestId("shared-progress")).toHaveText("2 of 2 frames");
  await page.context().close();
});
