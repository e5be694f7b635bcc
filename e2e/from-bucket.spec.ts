/** A file that a script put into a bucket, rendered from the portal without an upload. */
import { readFileSync } from "node:fs";
import { JobPage } from "./pages/job-page.ts";
import { NewJobPage } from "./pages/new-job-page.ts";
import type { Person } from "./support/people.ts";
import { scene, thePlace } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

/** As a script of 2015 does it: a disk, and a form for each file. */
async function fillDisk(
  { token }: Person,
  description: string,
  files: Record<string, Buffer>,
): Promise<void> {
  const { api } = thePlace();
  const headers = { authorization: token };
  const made = await fetch(`${api}/disks`, {
    method: "POST",
    headers,
    body: JSON.stringify({ description }),
  });
  const { guid } = (await made.json()) as { guid: string };
  for (const [path, bytes] of Object.entries(files)) {
    const at = path.lastIndexOf("/");
    const body = new FormData();
    body.append("filedata", new Blob([new Uint8Array(bytes)]), path.slice(at + 1));
    const folder = path.slice(0, Math.max(0, at));
    const sent = await fetch(`${api}/disks/${guid}/${folder}`, { method: "POST", headers, body });
    expect(sent.status).toBe(200);
  }
}

test("a .blend in a folder of a bucket is chosen, read, set and rendered", async ({ studio, artist }) => {
  await fillDisk(artist, "Big Buck", {
    "shots/tiny.blend": readFileSync(scene("tiny")),
    "notes/read me.txt": Buffer.from("no scene"),
  });
  const form = new NewJobPage(studio);
  await form.open();
  await studio.getByRole("button", { name: "big-buck" }).click();
  await studio.getByRole("button", { name: "shots/tiny.blend" }).click();
  await form.settingsAreThere();
  await expect(form.field("Frames")).toHaveValue("1-6");
  await form.field("Frames").fill("1-2");
  await form.submit();
  const job = new JobPage(studio);
  await job.thumbnailIsPainted(2);
  await job.stateIs("Completed");
});
