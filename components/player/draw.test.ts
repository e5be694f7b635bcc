import { expect, it } from "vitest";
import { fitted } from "./draw.ts";

it("a picture is as large as it fits, in the middle", () => {
  expect(fitted(2, { left: 0, top: 0, width: 400, height: 400 })).toEqual({
    left: 0,
    top: 100,
    width: 400,
    height: 200,
  });
  expect(fitted(0.5, { left: 10, top: 0, width: 400, height: 100 })).toEqual({
    left: 185,
    top: 0,
    width: 50,
    height: 100,
  });
});
