import { expect, it } from "vitest";
import { createThrottle, MAX_FAILURES, WINDOW_MS } from "./throttle.ts";

it("blocks after many failures, one key at a time, until the window is over", () => {
  let now = 0;
  const throttle = createThrottle({ now: () => now });
  for (let i = 0; i < MAX_FAILURES; i++) {
    expect(throttle.isBlocked("ada")).toBe(false);
    throttle.failed("ada");
  }
  expect(throttle.isBlocked("ada")).toBe(true);
  expect(throttle.isBlocked("bob")).toBe(false);
  now = WINDOW_MS;
  expect(throttle.isBlocked("ada")).toBe(false);
});

it("a right password forgets the wrong ones", () => {
  const throttle = createThrottle({ now: () => 0 });
  for (let i = 1; i < MAX_FAILURES; i++) throttle.failed("ada");
  throttle.succeeded("ada");
  throttle.failed("ada");
  expect(throttle.isBlocked("ada")).toBe(false);
});
