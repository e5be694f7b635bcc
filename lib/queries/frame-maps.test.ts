import { beforeEach, expect, it, vi } from "vitest";
import type { Farm } from "#lib/client/index.ts";
import { type FrameLine, packFrames } from "#lib/contract/packed/frames.ts";
import { newId } from "#lib/domain/ids.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { FrameMap } from "./frame-map.ts";
import { createFrameMaps, type FrameMaps } from "./frame-maps.ts";

const jobId = newId<JobId>();
const line = (frame: number, state: FrameLine["state"]): FrameLine => ({
  frame,
  state,
  hasPicture: false,
  attempt: 1,
  seconds: null,
  peakMemoryBytes: null,
  failure: null,
  resultCount: 0,
  sizeBytes: null,
});
const answer = (revision: number, lines: FrameLine[]) => ({ ...packFrames(lines), revision, progress: [] });

let asked: { since?: number; limit?: number }[];
let give: ((told: ReturnType<typeof answer>) => void)[];
let maps: FrameMaps;
let map: FrameMap;
beforeEach(() => {
  asked = [];
  give = [];
  const frameMap = ({ query }: { query: { since?: number } }) => {
    asked.push(query);
    return new Promise((resolve) => give.push(resolve));
  };
  maps = createFrameMaps({ jobs: { frameMap } } as unknown as Farm, () => undefined);
  map = maps.open(jobId, null, answer(5, [line(1, "queued"), line(2, "queued"), line(3, "queued")]));
});
const states = () => [0, 1, 2].map((place) => map.at(place)?.state[0]).join("");

it("changes without a gap are taken in, and nothing is asked", () => {
  maps.take(jobId, { since: 5, revision: 7, frames: [line(1, "active")] });
  maps.take(jobId, { since: 7, revision: 8, frames: [] });
  expect([states(), map.revision(), asked.length]).toEqual(["aqq", 8, 0]);
});

it("a gap is asked for once, by the last revision without one, and what came meanwhile stays", async () => {
  maps.take(jobId, { since: 7, revision: 8, frames: [line(1, "completed")] });
  maps.take(jobId, { since: 8, revision: 9, frames: [line(2, "active")] });
  expect(asked).toEqual([{ since: 5 }]);
  give[0]?.(answer(9, [line(1, "active"), line(2, "active"), line(3, "failed")]));
  await vi.waitFor(() => expect(map.revision()).toBe(9));
  expect(states()).toBe("aaf");
  expect(asked).toHaveLength(1);
});

it("an answer older than what is wanted by now is followed by another question", async () => {
  maps.catchUp(jobId, 6);
  maps.take(jobId, { since: 9, revision: 10, frames: "many" });
  give[0]?.(answer(7, []));
  await vi.waitFor(() => expect(asked).toEqual([{ since: 5 }, { since: 7 }]));
  give[1]?.(answer(10, [line(3, "active")]));
  await vi.waitFor(() => expect(states()).toBe("qqa"));
});

it("who is up to date asks nothing; after a lost stream everybody asks", () => {
  maps.catchUp(jobId, 5);
  expect(asked).toEqual([]);
  maps.catchUpAll();
  expect(asked).toEqual([{ since: 5 }]);
});

it("a row's first frames are a map of their own", () => {
  const strip = maps.open(jobId, 2, answer(6, [line(1, "queued"), line(2, "queued")]));
  maps.take(jobId, { since: 6, revision: 7, frames: [line(2, "active"), line(3, "active")] });
  expect(strip.at(1)?.state).toBe("active");
  expect([map.revision(), strip.revision()]).toEqual([5, 7]);
  expect(asked).toEqual([{ since: 5 }]);
});
