/** Files that are no .blend are told as what they are, before a byte is sent. */
import { NewJobPage } from "./pages/new-job-page.ts";
import { expect, test } from "./support/test.ts";

const PNG_HEAD = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

for (const { what, bytes, words } of [
  { what: "a renamed picture", bytes: PNG_HEAD, words: "PNG picture" },
  { what: "an empty file", bytes: Buffer.alloc(0), words: "empty" },
  {
    what: "a Git LFS pointer",
    bytes: Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:0000\nsize 12345\n"),
    words: "Git LFS pointer",
  },
  { what: "a text", bytes: Buffer.from("Dear farm, please render my film."), words: "text file" },
]) {
  test(`${what} is refused with a reason`, async ({ studio, artist }) => {
    const form = new NewJobPage(studio);
    await form.open();
    await form.choose({ name: "scene.blend", mimeType: "application/octet-stream", buffer: bytes });
    await expect(form.problem.filter({ hasText: words })).toBeVisible();
    expect(await artist.farm.uploads.list()).toEqual([]);
    expect(await artist.farm.projects.list()).toEqual([]);
  });
}

test("a file that ends too early is told as damaged, and another can be chosen", async ({ studio }) => {
  const form = new NewJobPage(studio);
  await form.open();
  const bytes = Buffer.alloc(5000);
  bytes.write("BLENDER-v304RENDH");
  await form.choose({ name: "cut.blend", mimeType: "application/octet-stream", buffer: bytes });
  await expect(studio.getByText(/can.t open|damaged|truncated|Save it again/i).first()).toBeVisible();
});
