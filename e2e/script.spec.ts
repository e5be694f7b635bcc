/** Plain commands in the portal: the administrator allows them, a job's page shows runs, what they print and what they left. */
import { readFile } from "node:fs/promises";
import { JobPage } from "./pages/job-page.ts";
import { fits, isForEverybody } from "./support/everybody.ts";
import { theAdmin } from "./support/people.ts";
import { thePlace } from "./support/place.ts";
import { expect, signedIn, test } from "./support/test.ts";

const COMMAND =
  'echo "run $INSTANCE_ID: 50%"; mkdir -p out; echo "day,equity" > out/equity-$INSTANCE_ID.csv; echo all > log.txt';

test.afterEach(() => theAdmin(thePlace()).farm.changeSettings({ body: { allowsScripts: false } }));

test("commands are allowed on the farm's page, after a question; a job's runs show what they left", async ({
  browser,
  artist,
  studio,
}) => {
  const task = {
    name: "back-test",
    profile: "script",
    instanceCount: 2,
    constants: [
      { key: "SCRIPT_CMD", value: COMMAND },
      { key: "SCRIPT_PROGRESS", value: "(\\d+)%" },
    ],
  };
  await expect(artist.farm.tasks.submit({ body: task })).rejects.toThrow("does not run commands");

  const admin = await signedIn(browser, thePlace().admin);
  await admin.getByRole("link", { name: "Farm", exact: true }).click();
  await expect(admin.getByRole("heading", { name: "Commands are not allowed" })).toBeVisible();
  await admin.getByRole("button", { name: "Allow…" }).click();
  const question = admin.getByRole("alertdialog");
  await expect(question).toContainText("any program on every node");
  await question.getByRole("button", { name: "Allow commands" }).click();
  await expect(admin.getByRole("heading", { name: "Commands are allowed" })).toBeVisible();
  await admin.context().close();

  const { uuid } = await artist.farm.tasks.submit({ body: task });
  const page = new JobPage(studio);
  await page.open(uuid);
  const runs = studio.getByRole("listbox", { name: "Runs" }).getByRole("option");
  await expect(runs).toHaveCount(2);
  await expect(studio.getByRole("option", { name: "Run 0: done" })).toBeVisible();
  await expect(studio.getByRole("option", { name: "Run 1: done" })).toBeVisible();
  await page.stateIs("Completed");

  await studio.getByRole("option", { name: "Run 1: done" }).click();
  const panel = studio.getByRole("region", { name: "Run 1" });
  await expect(panel.getByLabel("stdout", { exact: true })).toHaveText("run 1: 50%");
  const files = panel.getByRole("list", { name: "Result files" }).getByRole("listitem");
  await expect(files).toHaveText([/log\.txt/, /out\/equity-1\.csv/]);
  await fits(studio, "runs of a command");
  await isForEverybody(studio, "runs of a command");
  const coming = studio.waitForEvent("download");
  await files.getByRole("button", { name: "Download out/equity-1.csv" }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toBe("equity-1.csv");
  expect(await readFile(await file.path(), "utf8")).toBe("day,equity\n");

  const archive = studio.waitForEvent("download");
  await studio.getByRole("button", { name: "Download .zip" }).click();
  expect((await archive).suggestedFilename()).toBe("back-test.zip");

  // The list shows what is run instead of a picture's size.
  await studio.getByRole("link", { name: "All jobs" }).click();
  await expect(studio.getByRole("article").filter({ hasText: "back-test" })).toContainText("2 runs");
});
