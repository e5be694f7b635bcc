/** Every ink of the stylesheet can be read on every ground it stands on, in both themes (WCAG 2.2: 4.5 to 1). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const css = readFileSync(join(import.meta.dirname, "../../app/globals.css"), "utf8");
const OKLCH = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`;
const TOKEN = new RegExp(String.raw`--([\w-]+): (?:light-dark\(${OKLCH}, ${OKLCH}\)|${OKLCH});`, "g");

type Oklch = readonly [number, number, number];
const read = (groups: readonly (string | undefined)[]) => groups.map(Number) as unknown as Oklch;
const tokens = new Map(
  [...css.matchAll(TOKEN)].map(([, name = "", ...n]) => {
    const one = n[6] === undefined ? null : read(n.slice(6, 9));
    return [name, { light: one ?? read(n.slice(0, 3)), dark: one ?? read(n.slice(3, 6)) }];
  }),
);

/** Relative luminance. Source: Björn Ottosson's OKLab; colours outside sRGB are clipped as browsers do. */
function luminance([l, chroma, hue]: Oklch): number {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const cone = (x: number, y: number) => (l + x * a + y * b) ** 3;
  const [long, medium, short] = [
    cone(0.3963377774, 0.2158037573),
    cone(-0.1055613458, -0.0638541728),
    cone(-0.0894841775, -1.291485548),
  ];
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  const red = clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short);
  const green = clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short);
  const blue = clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(ink: string, ground: string, theme: "light" | "dark"): number {
  const [a, b] = [ink, ground].map((name) => {
    const token = tokens.get(name);
    if (token === undefined) throw new Error(`The stylesheet has no --${name} that can be read.`);
    return luminance(token[theme]);
  }) as [number, number];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const STATES = ["queued", "active", "uploading", "completed", "failed", "canceled", "paused"];
const INKS = ["ink", "ink-2", "ink-3", "ember-ink", ...STATES.map((state) => `state-${state}`)];

it.each(INKS)("--%s can be read on page and surface", (ink) => {
  for (const theme of ["light", "dark"] as const)
    for (const ground of ["page", "surface"])
      expect(contrast(ink, ground, theme), `${theme}, ${ground}`).toBeGreaterThanOrEqual(4.5);
});

it("what is written on ember, and what the keyboard's ring stands out from, too", () => {
  for (const theme of ["light", "dark"] as const) {
    expect(contrast("on-ember", "ember", theme)).toBeGreaterThanOrEqual(4.5);
    expect(contrast("on-ember", "ember-hover", theme)).toBeGreaterThanOrEqual(4.5);
    for (const ground of ["page", "surface"]) {
      expect(contrast("focus", ground, theme)).toBeGreaterThanOrEqual(3);
      expect(contrast("line-strong", ground, theme)).toBeGreaterThanOrEqual(3);
    }
  }
});
