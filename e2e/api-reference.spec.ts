/** The API reference: found from the settings, readable on a phone, and its form makes real calls. */
import { thePlace } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

test("a person finds the reference, reads a call, makes it, and is told what a wrong one lacks", async ({
  studio,
  artist,
}) => {
  await studio.goto(`${thePlace().portal}/settings`);
  await studio.getByRole("link", { name: "API reference" }).click();
  await expect(studio.getByRole("heading", { name: "API reference" })).toBeVisible();
  await expect(studio.getByText("/farm/v1/accounts", { exact: true })).toHaveCount(0);

  const create = studio.locator('[id="call-pools.create"]');
  await create.locator("summary").click();
  await create.getByRole("tab", { name: "Python" }).click();
  await expect(create.getByLabel("Python example", { exact: true })).toContainText("urllib.request");
  await create.getByRole("button", { name: "Send POST" }).click();
  await expect(create.getByLabel("Answer", { exact: true })).toContainText("uuid");
  expect((await artist.farm.pools.list({ query: {} })).map((pool) => pool.name)).toEqual(["evening"]);

  await create.getByLabel("Body", { exact: true }).fill("{}");
  await create.getByRole("button", { name: "Send POST" }).click();
  await expect(create.getByLabel("Answer", { exact: true })).toContainText('"name"');

  await create.getByRole("link", { name: "PoolCreation" }).click();
  await expect(studio.getByLabel("Fields of PoolCreation", { exact: true })).toBeVisible();
});

test("on a phone nothing of it is cut off sideways", async ({ studio }) => {
  await studio.setViewportSize({ width: 360, height: 780 });
  await studio.goto(`${thePlace().portal}/api-reference#call-tasks.submit`);
  await expect(studio.getByLabel("curl example", { exact: true })).toBeVisible();
  const { scroll, client } = await studio.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(client);
});
