/** Getting in and out. */
import { SignInPage } from "./pages/sign-in-page.ts";
import { thePlace } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

test("a person signs in, sees credits and the farm's availability, and signs out", async ({
  page,
  artist,
}) => {
  const signIn = new SignInPage(page);
  await page.goto(`${thePlace().portal}/`);
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn.signIn(artist);
  const header = page.getByRole("banner");
  await expect(header).toContainText("Credits: 1,000");
  await expect(header).toContainText(/\d+\s?%/);
  await page.getByRole("button", { name: `Account ${artist.email}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(`${thePlace().portal}/jobs/new`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a wrong password and an unknown account are told alike", async ({ page, artist }) => {
  const signIn = new SignInPage(page);
  const words: string[] = [];
  for (const email of [artist.email, "nobody@example.org"]) {
    await page.goto(`${thePlace().portal}/sign-in`);
    await signIn.enter({ email, password: "not the password" });
    const alert = page.getByRole("alert").filter({ hasText: /\w/ });
    await expect(alert).toBeVisible();
    words.push((await alert.textContent()) ?? "");
  }
  expect(words[0]).toContain("do not fit together");
  expect(words[1]).toBe(words[0]);
});
