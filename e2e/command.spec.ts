/** A plain command from the form to its results, where an administrator allows it. */
import { createFarm } from "#lib/client/index.ts";
import { thePlace } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

const admin = () => createFarm({ baseUrl: thePlace().api, credential: thePlace().admin.token });
const allow = (allowsScripts: boolean) => admin().farm.changeSettings({ body: { allowsScripts } });

test("a command runs with its constants and files; what is wrong is told at its field", async ({
  studio,
  artist,
}) => {
  const answer = await studio.goto("/jobs/new/command");
  expect(answer?.status()).toBe(404);
  await allow(true);
  try {
    await studio.goto("/jobs/new");
    await studio.getByRole("link", { name: "Run a command" }).click();
    const run = studio.getByRole("button", { name: "Run", exact: true });
    await expect(async () => {
      await run.click();
      await expect(studio.getByText("Write what is to be run")).toBeVisible({ timeout: 1000 });
    }).toPass();
    await studio
      .getByLabel("Command", { exact: true })
      .fill('sh add.sh > "sum-$INSTANCE_ID.txt"; cat sum-*.txt; echo 100%');
    await studio.getByLabel("How many").fill("2");
    await studio.getByRole("button", { name: "Add" }).click();
    await studio.getByLabel("Name 1").fill("START");
    await studio.getByLabel("Value 1").fill("40");
    const script = {
      name: "add.sh",
      mimeType: "text/plain",
      buffer: Buffer.from("echo $((START + INSTANCE_ID))\n"),
    };
    await studio.getByLabel("Files for the command").setInputFiles(script);
    await studio.getByLabel("Progress (optional)").fill("(");
    await run.click();
    await expect(studio.getByText("is no regular expression")).toBeVisible();
    await studio.getByLabel("Progress (optional)").fill(String.raw`(\d+)%`);
    await run.click();
    await studio.waitForURL(/\/jobs\/[0-9a-f-]{36}/);
    const [job] = await artist.farm.jobs.list({ query: {} });
    await expect
      .poll(async () => (await artist.farm.jobs.list({ query: {} }))[0]?.state, { timeout: 60_000 })
      .toBe("completed");
    expect(job).toMatchObject({ totalFrames: 2 });
    await expect(studio.getByText(/sum-[01]\.txt/).first()).toBeVisible();
    // Sent once, though the first submission was refused.
    const buckets = await artist.farm.buckets.list();
    expect(buckets.filter(({ kind }) => kind === "files")).toHaveLength(1);
  } finally {
    await allow(false);
  }
});
