import { expect, it } from "vitest";
import { formatAgo, formatBytes, formatDuration, formatShare, localeFrom } from "./format.ts";

it.each([
  [0, "0 s"],
  [292, "4 m 52 s"],
  [22_854, "6 h 20 m 54 s"],
  [369_120, "4 d 6 h 32 m"],
  [-3, "0 s"],
])("%i seconds read as %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

it("a share is 0 only before it begins and 100 only when done", () => {
  expect([0, 0.001, 0.374, 0.999, 1].map((s) => formatShare(s, "en"))).toEqual([
    "0 %",
    "1 %",
    "37 %",
    "99 %",
    "100 %",
  ]);
});

it("sizes are binary", () => {
  expect(formatBytes(1536, "en")).toBe("1.5 KiB");
  expect(formatBytes(2 * 1024 ** 3, "en")).toBe("2.0 GiB");
});

it("times are told from now", () => {
  const now = Date.UTC(2026, 1, 1);
  expect(formatAgo(now - 3000, now, "en")).toBe("just now");
  expect(formatAgo(now - 180_000, now, "en")).toBe("3 minutes ago");
});

it("the locale is the first that the browser names, or English", () => {
  expect(localeFrom("de-CH,de;q=0.9")).toBe("de-CH");
  expect(localeFrom("*")).toBe("en");
  expect(localeFrom(null)).toBe("en");
});
