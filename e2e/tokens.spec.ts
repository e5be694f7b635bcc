/** API tokens: made with no more rights than needed, shown once, used, revoked. */
import { createFarm } from "#lib/client/index.ts";
import { thePlace } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

test("a token is made with a scope, shown once, told when used, and revoked after a question", async ({
  studio,
}) => {
  await studio.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await studio.goto("/settings");
  const list = studio.getByRole("region", { name: "API tokens" });
  await list.getByRole("button", { name: "Make a token" }).click();
  await expect(list.getByText("Give the token a name.")).toBeVisible();

  await list.getByLabel("Name of a new token").fill("wall screen");
  await list.getByLabel("It may").selectOption("Read");
  await expect(list.getByText("changes nothing")).toBeVisible();
  await list.getByRole("button", { name: "Make a token" }).click();
  const secret = studio.getByRole("dialog");
  await secret.getByRole("button", { name: "Copy" }).click();
  await expect(secret.getByRole("button", { name: "Copied" })).toBeVisible();
  const token = await studio.evaluate(() => navigator.clipboard.readText());
  expect(token).toBe(await secret.getByLabel("API token").inputValue());
  await secret.getByRole("button", { name: "I have it" }).click();

  const row = list.getByRole("listitem").filter({ hasText: "wall screen" });
  await expect(row).toContainText("Read");
  await expect(row).toContainText("never used");
  const farm = createFarm({ baseUrl: thePlace().api, credential: token });
  expect(await farm.jobs.list({ query: {} })).toEqual([]);
  await expect(farm.projects.sample()).rejects.toMatchObject({ status: 403 });
  await studio.reload();
  await expect(row).toContainText("last used");
  await expect(studio.getByText(token)).toHaveCount(0);

  await row.getByRole("button", { name: "Revoke" }).click();
  await studio.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row).toHaveCount(0);
  await expect(farm.jobs.list({ query: {} })).rejects.toMatchObject({ status: 401 });
});
