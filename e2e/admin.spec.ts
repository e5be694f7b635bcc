/** Who runs the farm: is it well, and who may use it. */
import { SignInPage } from "./pages/sign-in-page.ts";
import { submitByApi } from "./support/jobs.ts";
import { scene, thePlace } from "./support/place.ts";
import { expect, signedIn, test } from "./support/test.ts";

test("the farm's page tells the node, its Blender, its sandbox and what it renders now", async ({
  browser,
  artist,
}) => {
  const page = await signedIn(browser, thePlace().admin);
  await page.getByRole("link", { name: "Farm", exact: true }).click();
  const node = page.getByRole("article", { name: "Node ember" });
  await expect(node).toContainText(/\d+ cores/);
  await expect(node).toContainText("Blender 3.4.1");
  await expect(node).toContainText("bubblewrap");
  const jobId = await submitByApi(artist, scene("slow"), { frames: "1-6" });
  await expect(node.getByRole("list", { name: "Renders now" })).toContainText("slow.blend");
  await artist.farm.tasks.abort({ params: { jobId } });
  await expect(node.getByRole("list", { name: "Renders now" })).toHaveCount(0);
  await page.context().close();
});

test("a person is added, granted credits, given a new password, disabled and enabled", async ({
  browser,
}) => {
  const page = await signedIn(browser, thePlace().admin);
  await page.getByRole("link", { name: "People" }).click();
  const email = `new-${Date.now().toString(36)}@example.org`;
  await page.getByRole("button", { name: "Add a person" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("E-mail").fill(email);
  await form.getByLabel("Credits to begin with").fill("25");
  await form.getByRole("button", { name: "Add", exact: true }).click();
  const readSecret = async () => {
    const secret = page.getByRole("dialog");
    const text = await secret.getByLabel("Password").inputValue();
    await page.keyboard.press("Escape");
    return text;
  };
  const first = await readSecret();

  const row = page.getByRole("row").filter({ hasText: email });
  await expect(row).toContainText("25");
  await row.getByRole("button", { name: "Grant" }).click();
  await form.getByLabel("Credits").fill("50");
  await form.getByRole("button", { name: "Grant" }).click();
  await expect(row).toContainText("75");

  const theirs = await signedIn(browser, { email, password: first });
  await row.getByRole("button", { name: "Reset password" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Set a new password" }).click();
  const second = await readSecret();
  expect(second).not.toBe(first);
  // Their open page ends, and the old password with it.
  await expect(theirs).toHaveURL(/\/sign-in/);
  const signIn = new SignInPage(theirs);
  await signIn.signIn({ email, password: second });

  await row.getByRole("button", { name: "Disable" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Disable" }).click();
  await expect(row).toContainText("Disabled");
  await expect(theirs).toHaveURL(/\/sign-in/);
  await signIn.enter({ email, password: second });
  await expect(theirs.getByRole("alert").filter({ hasText: "do not fit together" })).toBeVisible();
  await row.getByRole("button", { name: "Enable" }).click();
  await expect(row).toContainText("Enabled");
  await signIn.signIn({ email, password: second });
  await theirs.context().close();
  await page.context().close();
});
