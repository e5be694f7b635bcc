/** Whether a page is for everybody: what axe finds in both themes, and whether it fits a phone, a laptop and twice the size. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./test.ts";

/** WCAG 2.2 AA, and what axe calls good practice. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** A phone; a laptop at 200 %; a laptop. Units: CSS pixels. */
const WIDTHS = [360, 720, 1440];

type Scheme = "dark" | "light";

/** Runs in the page: colours pass over to the other theme's within frames, and what is between is nobody's. */
async function themeIsThere(): Promise<void> {
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await nextFrame();
  await nextFrame();
  const passing = document.getAnimations().filter((one) => one instanceof CSSTransition);
  await Promise.allSettled(passing.map((one) => one.finished));
}

export async function isForEverybody(
  page: Page,
  what: string,
  schemes: readonly Scheme[] = ["dark", "light"],
): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.evaluate(themeIsThere);
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.flatMap((v) =>
      v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} ${n.failureSummary}`),
    );
    expect(found, `${what}, ${colorScheme}`).toEqual([]);
  }
}

/** Nothing sticks out sideways, at any width. */
export async function fits(page: Page, what: string): Promise<void> {
  const before = page.viewportSize();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const over = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(over, `${what} at ${width} px`).toBe(0);
  }
  if (before !== null) await page.setViewportSize(before);
}
