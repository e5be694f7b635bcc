/** A whole folder, or a .zip of it, becomes a project and renders with its textures and libraries; then it gets a next version. */
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { JobPage } from "./pages/job-page.ts";
import { NewJobPage } from "./pages/new-job-page.ts";
import { dropFromDesktop } from "./support/drop.ts";
import { makeProjectFolder } from "./support/folder.ts";
import { holdUploads } from "./support/hold.ts";
import { expect, test } from "./support/test.ts";

let place: string;
let film: string;
test.beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "hearth-folder-"));
  film = makeProjectFolder(place);
});
test.afterAll(() => rmSync(place, { recursive: true, force: true }));

/** The middle of the first thumbnail, as [red, green, blue]. */
const middleOf = (page: Page): Promise<number[]> =>
  page
    .locator("[role=option] img")
    .first()
    .evaluate(async (image: HTMLImageElement) => {
      const picture = await createImageBitmap(await (await fetch(image.src)).blob());
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const context = canvas.getContext("2d");
      context?.drawImage(picture, 0, 0);
      const pixel = context?.getImageData(picture.width / 2, picture.height / 2, 1, 1).data ?? [];
      return [...pixel].slice(0, 3);
    });

async function rendersRed(page: Page): Promise<void> {
  const form = new NewJobPage(page);
  await form.settingsAreThere();
  await form.submit();
  await isRed(page);
}

async function isRed(page: Page): Promise<void> {
  const job = new JobPage(page);
  await job.thumbnailIsPainted(1);
  const [red = 0, green = 255, blue = 255] = await middleOf(page);
  expect(red).toBeGreaterThan(150);
  expect(Math.max(green, blue)).toBeLessThan(80);
}

test("a folder is chosen, its .blend too, and it renders with what lies beside it", async ({ studio }) => {
  await studio.goto("/jobs/new");
  await studio.getByLabel("Choose a project's folder").setInputFiles(film);
  await studio.getByRole("radio", { name: "shots/shot.blend" }).check();
  await expect(studio.getByText("Every file that it uses is packed, or in the folder.")).toBeVisible();
  await studio.getByRole("button", { name: "Upload 3 files" }).click();
  await rendersRed(studio);
});

test("a folder dropped from the desktop is read beside the page, and goes on after a reload with its form and order", async ({
  studio,
}) => {
  const letGo = await holdUploads(studio);
  const form = new NewJobPage(studio);
  await form.open();
  let workers = 0;
  studio.on("worker", () => (workers += 1));
  // Browsers follow no links: neither one that leads back into itself, nor one that leads nowhere, holds the reading up.
  const links = [join(film, "loop"), join(film, "gone.png")] as const;
  symlinkSync(film, links[0]);
  symlinkSync("nowhere", links[1]);
  await dropFromDesktop(studio, film);
  await studio.getByRole("radio", { name: "shots/shot.blend" }).check();
  await studio.getByRole("button", { name: "Upload 3 files" }).click();
  for (const link of links) unlinkSync(link);
  // One reads the .blend, another cuts and hashes the files.
  await expect.poll(() => workers).toBe(2);
  await form.field("Frames").fill("2");
  await form.submitButton.click();
  await expect(studio.getByRole("region", { name: "Order" })).toContainText("1 frame");
  studio.on("dialog", (dialog) => void dialog.accept());
  letGo();
  await studio.reload();
  await form.isSubmitted();
  await new JobPage(studio).stateIs("Completed");
  await expect(studio.getByRole("heading", { name: "Frame 2" })).toBeVisible();
});

test("a lone .blend misses its files: they are added while it is sent, or the artist says that it renders without", async ({
  studio,
}) => {
  const letGo = await holdUploads(studio);
  const form = new NewJobPage(studio);
  await form.open();
  await form.choose(join(film, "shots", "shot.blend"));
  await expect(form.findings).toContainText("2 files that it uses did not come with it.");
  await expect(form.submitButton).toBeDisabled();
  const without = studio.getByRole("checkbox", { name: /Render without them/ });
  await without.check();
  await expect(form.submitButton).toBeEnabled();
  await without.uncheck();
  await expect(form.submitButton).toBeDisabled();
  await studio
    .getByLabel("Add the missing files")
    .setInputFiles([join(film, "textures", "red.png"), join(film, "lib", "props.blend")]);
  await expect(form.findings).toHaveCount(0);
  await form.submitButton.click();
  await expect(studio.getByRole("region", { name: "Order" })).toBeVisible();
  letGo();
  await studio.getByRole("button", { name: "Pause" }).click();
  await studio.getByRole("button", { name: "Go on" }).click();
  await form.isSubmitted();
  await isRed(studio);
});

test("a .zip is unpacked in the browser and renders as well", async ({ studio }) => {
  const zip = join(place, "film.zip");
  execFileSync("python3", [
    "-c",
    "import shutil,sys; shutil.make_archive(sys.argv[1], 'zip', sys.argv[2], 'film')",
    zip.slice(0, -4),
    place,
  ]);
  const form = new NewJobPage(studio);
  await form.open();
  await form.choose(zip);
  await studio.getByRole("radio", { name: "shots/shot.blend" }).check();
  await expect(studio.getByText("Every file that it uses is packed, or in the folder.")).toBeVisible();
  await studio.getByRole("button", { name: "Upload 3 files" }).click();
  await rendersRed(studio);
});

test("a project's page shows its versions, takes the next one, and renders an older one again", async ({
  studio,
  artist,
}) => {
  await studio.goto("/projects");
  await expect(studio.getByRole("heading", { name: "No project yet" })).toBeVisible();
  await studio.goto("/jobs/new");
  await studio.getByLabel("Choose a project's folder").setInputFiles(film);
  await studio.getByRole("radio", { name: "shots/shot.blend" }).check();
  await expect(studio.getByText("Every file that it uses is packed, or in the folder.")).toBeVisible();
  await studio.getByRole("button", { name: "Upload 3 files" }).click();
  await new NewJobPage(studio).settingsAreThere();
  await studio.getByRole("link", { name: "Projects", exact: true }).click();
  await studio.getByRole("link", { name: /film/ }).click();
  await expect(studio.getByRole("heading", { name: "Versions" })).toBeVisible();
  const note = join(film, "notes.txt");
  writeFileSync(note, "for the next version");
  appendFileSync(join(film, "textures", "red.png"), Buffer.alloc(4));
  await studio.getByLabel("Choose a project's folder").setInputFiles(film);
  await studio.getByRole("button", { name: "Upload 4 files" }).click();
  await expect(studio.getByRole("link", { name: "Render version 2" })).toBeVisible();
  const [project] = await artist.farm.projects.list();
  expect(project).toMatchObject({ name: "film", version: 2, blendFile: "shots/shot.blend" });
  await studio.getByRole("link", { name: "Render version 1" }).click();
  await rendersRed(studio);
  const [job] = await artist.farm.projects.jobs({ params: { projectId: project?.id ?? "" } });
  expect(job?.version).toBe(1);
});
