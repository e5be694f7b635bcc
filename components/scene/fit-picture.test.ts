import { expect, it } from "vitest";
import { fitPicture } from "./fit-picture.ts";

it("a picture lies in the middle of its box, as large as fits", () => {
  expect(fitPicture({ width: 100, height: 50 }, 1)).toEqual({ x: 25, y: 0, width: 50, height: 50 });
  expect(fitPicture({ width: 100, height: 100 }, 2)).toEqual({ x: 0, y: 25, width: 100, height: 50 });
});
