import { expect, it } from "vitest";
import { createThrottle, MAX_FAILURES, MAX_FAILURES_ANYWHERE, WINDOW_MS } from "./throttle.ts";

it("blocks after many failures, one key at a time, until the window is over", () => {
  let now = 0;
  const throttle = createThrottle({ now: () => now });
  for (let i = 0; i < MAX_FAILURES; i++) {
    expect(throttle.isBlocked("ada", "a")).toBe(false);
    throttle.failed("ada", "a");
  }
  expect(throttle.isBlocked("ada", "a")).toBe(true);
  expect(throttle.isBlocked("bob", "a")).toBe(false);
  now = WINDOW_MS;
  expect(throttle.isBlocked("ada", "a")).toBe(false);
});

it("a right password forgets the wrong ones", () => {
  const throttle = createThrottle({ now: () => 0 });
  for (let i = 1; i < MAX_FAILURES; i++) throttle.failed("ada", "a");
  throttle.succeeded("ada", "a");
  throttle.failed("ada", "a");
  expect(throttle.isBlocked("ada", "a")).toBe(false);
});

it("another address may still sign in, until the guesses from everywhere are too many", () => {
  const throttle = createThrottle({ now: () => 0 });
  for (let i = 0; i < MAX_FAILURES_ANYWHERE; i++) {
    expect(throttle.isBlocked("ada", `${i}`)).toBe(false);
    throttle.failed("ada", `${i}`);
  }
  expect(throttle.isBlocked("ada", "a new one")).toBe(true);
});
