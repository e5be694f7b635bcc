/**
 * Measures: a folder of 10,000 files of 1 KiB, from its choice in the browser to the project on the farm: reading, hashing,
 *           asking which are missing, sending, and putting every file in its place.
 * Against:  the clock, over loopback.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser } from "./browser.ts";
import { median, type Row } from "./figure.ts";

const FILES = 10_000;
const FILES_A_FOLDER = 100;
const MUST_SECONDS = 60;

/** Every file is another: none is saved for being there already. */
function fill(folder: string): void {
  for (let made = 0; made < FILES; made++) {
    const place = join(folder, `part ${Math.floor(made / FILES_A_FOLDER)}`);
    if (made % FILES_A_FOLDER === 0) mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `${made}.bin`), randomBytes(1024));
  }
  writeFileSync(join(folder, "scene.blend"), "BLENDER-v304RENDH");
}

export const manyFiles: Row = async (bench) => {
  const farm = await bench.farm();
  const { browser, page } = await openBrowser(farm);
  const seconds: number[] = [];
  try {
    for (let round = 0; round < (bench.repeats ?? 1); round++) {
      const place = mkdtempSync(join(tmpdir(), "hearth-bench-"));
      fill(place);
      await page.goto("/jobs/new");
      const started = Date.now();
      await page.getByLabel("Choose a project's folder").setInputFiles(place);
      const send = page.getByRole("button", { name: /^Upload 10,001 files$/ });
      await send.click({ timeout: 120_000 });
      await page.waitForURL(/project=/, { timeout: 300_000 });
      seconds.push((Date.now() - started) / 1000);
      bench.tell(`  ${seconds.at(-1)?.toFixed(1)} s`);
      rmSync(place, { recursive: true, force: true });
    }
  } finally {
    await browser.close();
  }
  const seen = median(seconds);
  return [
    {
      figure: "10,000 files of 1 KiB, chosen as a folder, on the farm",
      must: `at most ${MUST_SECONDS} s`,
      seen: `${seen.toFixed(1)} s`,
      comparedWith: "the clock, over loopback",
      isMet: seen <= MUST_SECONDS,
      samples: { seconds },
    },
  ];
};
