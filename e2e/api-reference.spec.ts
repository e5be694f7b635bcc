/** The API reference: calls are found, read in a language of one's own, tried as oneself, and opened by their address. */
import { expect, test } from "./support/test.ts";

test("a call is found in its group, shown in every language, and answers who is signed in", async ({
  studio,
  artist,
}) => {
  await studio.goto("/api-reference");
  const contents = studio.getByRole("navigation", { name: "Groups of calls" });
  await contents.getByRole("link", { name: "Platform", exact: true }).click();
  await expect(studio).toHaveURL(/#platform$/);
  const group = studio.getByRole("region", { name: "Platform", exact: true });
  const path = studio.getByText("/info", { exact: true });
  const call = group.getByRole("listitem").filter({ has: path });
  await expect(call).toHaveCount(1);
  await call.getByText("/info", { exact: true }).click();
  for (const language of ["curl", "Python", "TypeScript"]) {
    await call.getByRole("tab", { name: language, exact: true }).click();
    await expect(call.getByLabel(`${language} example`, { exact: true })).toContainText("/info");
  }
  await call.getByRole("button", { name: "Send GET" }).click();
  await expect(call.getByLabel("Answer", { exact: true })).toContainText(artist.email);
});

test("an address opens its call, a refusal is shown in words, and an administrator's calls are not an artist's", async ({
  studio,
}) => {
  await studio.goto("/api-reference#call-tasks.get");
  const group = studio.getByRole("region", { name: "Tasks", exact: true });
  const call = group.getByRole("listitem").filter({ has: studio.locator("details[open]") });
  await expect(call).toHaveCount(1);
  await call.getByLabel("jobId", { exact: true }).fill("no-task-of-mine");
  await call.getByRole("button", { name: "Send GET" }).click();
  await expect(call.getByText("404", { exact: true })).toBeVisible();
  await expect(call.getByLabel("Answer", { exact: true })).toContainText("There is no such task");
  await expect(studio.locator('[id="call-accounts.create"]')).toHaveCount(0);
});
