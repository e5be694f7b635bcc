import { expect, it } from "vitest";
import { FRAME_STATES } from "./frame.ts";
import { readStates, writeStates } from "./share-link.ts";

it("states travel as one letter a frame", () => {
  expect(writeStates(["completed", "active", "queued", "failed", "canceled"])).toBe("caqfx");
  expect(readStates(writeStates(FRAME_STATES))).toEqual([...FRAME_STATES]);
  expect(readStates("c?")).toEqual(["completed", "queued"]);
});
