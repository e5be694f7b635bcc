/** Which frame a remote's file is. */
import { expect, test } from "vitest";
import { frameOfKey } from "./remote-job.ts";

test.each([
  ["0001.png", 1],
  ["renders/shot-0012.exr", 12],
  ["-0003.png", -3],
  ["shot_v2_0101.jpg", 101],
  ["readme.txt", null],
  ["12", null],
])("%s is frame %s", (key, frame) => expect(frameOfKey(key)).toBe(frame));
