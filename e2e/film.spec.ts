/** Many frames: chosen by range and kind, found on the line of all of them, and played as the film that they are. */
import { JobPage } from "./pages/job-page.ts";
import { submitByApi } from "./support/jobs.ts";
import { scene } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

test("frames are chosen by range and by kind, and the line of all of them leads to any", async ({
  studio,
  artist,
}) => {
  const jobId = await submitByApi(artist, scene("tiny"), { frames: "1-30" });
  const job = new JobPage(studio);
  await job.open(jobId);
  await job.stateIs("Completed");

  await studio.keyboard.press("/");
  await studio.keyboard.type("3-5, 9, 77");
  await studio.keyboard.press("Enter");
  await expect(studio.getByText("4 chosen")).toBeVisible();
  await expect(job.tile(9)).toHaveAttribute("aria-selected", "true");
  await studio.keyboard.type(", 9-1");
  await studio.keyboard.press("Enter");
  await expect(studio.getByText("Did you mean 1-9?").first()).toBeVisible();

  await studio.getByLabel("Choose frames by what they are").selectOption("completed");
  await expect(studio.getByText("30 chosen")).toBeVisible();
  await studio.getByRole("button", { name: "Clear" }).click();

  const line = studio.getByRole("slider", { name: "Frame" });
  await line.focus();
  await studio.keyboard.press("End");
  await expect(job.panel).toHaveAccessibleName("Frame 30");
  await expect(studio).toHaveURL(/frame=30/);
  // One key acts on what is chosen.
  await studio.keyboard.press("Shift+ArrowLeft");
  await expect(studio.getByText("2 chosen")).toBeVisible();
  await studio.keyboard.press("r");
  await expect(studio.getByText("The frames are queued again.").first()).toBeVisible();
  await job.stateIs("Completed");
});

test("the film plays, scrubs, loops and compares; what is not there yet is a hole until it is", async ({
  studio,
  artist,
}) => {
  const jobId = await submitByApi(artist, scene("slow"), { frames: "1-4" });
  const page = new JobPage(studio);
  await page.open(jobId);
  await page.thumbnailIsPainted(1);
  await studio.keyboard.press("p");
  const player = studio.getByRole("dialog", { name: "slow.blend" });
  const film = player.getByRole("slider", { name: "Film" });
  await expect(player).toBeFocused();
  await expect(studio).toHaveURL(/play=1/);
  await studio.keyboard.press("End");
  await expect(film).toHaveAttribute("aria-valuetext", /^Frame 4, (?:queued|rendering)$/);
  await expect(film).toHaveAttribute("aria-valuetext", "Frame 4, completed");

  await studio.keyboard.press("Home");
  await expect(film).toHaveAttribute("aria-valuenow", "1");
  await studio.keyboard.press("ArrowRight");
  await expect(film).toHaveAttribute("aria-valuenow", "2");
  // From 2 to 3, and round again: it never comes to 1 or 4.
  await studio.keyboard.press("i");
  await studio.keyboard.press("ArrowRight");
  await studio.keyboard.press("o");
  const seen = await film.evaluate(
    (element) =>
      new Promise<string[]>((resolve) => {
        const values: string[] = [];
        new MutationObserver(() => {
          values.push(element.getAttribute("aria-valuenow") ?? "");
          if (values.length === 8) resolve(values);
        }).observe(element, { attributeFilter: ["aria-valuenow"] });
        element.dispatchEvent(new KeyboardEvent("keydown", { key: "l", bubbles: true }));
      }),
  );
  expect(new Set(seen)).toEqual(new Set(["2", "3"]));
  await studio.keyboard.press("k");

  await player.getByLabel("Compare with").selectOption("frame");
  for (const mode of ["Difference", "Side by side", "Wipe"]) {
    await player.getByRole("button", { name: mode }).click();
    await expect(player.getByRole("button", { name: mode })).toHaveAttribute("aria-pressed", "true");
  }
  await studio.keyboard.press("Escape");
  await expect(player).toHaveCount(0);
  await expect(studio).not.toHaveURL(/play/);
});
