import { beforeEach, expect, it, vi } from "vitest";
import type { Farm } from "#lib/client/index.ts";
import { newId } from "#lib/domain/ids.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { createPictureStore, type PictureStore } from "./pictures.ts";

const jobId = newId<JobId>();
let asked: string[];
let answers: ((revision: number) => void)[];
let store: PictureStore;
beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  answers = [];
  const pictures = ({ query }: { query: { frames: string } }) => {
    asked.push(query.frames);
    return new Promise((resolve) =>
      answers.push((revision) =>
        resolve({ revision, urls: query.frames.split(",").map((frame) => `http://s/${frame.trim()}`) }),
      ),
    );
  };
  store = createPictureStore({ jobs: { pictures } } as unknown as Farm);
  return () => vi.useRealTimers();
});
const pass = () => vi.runOnlyPendingTimersAsync();

it("frames that come into view together are one question", async () => {
  const came: number[] = [];
  for (const frame of [1, 9]) store.want({ jobId, frame, revision: 3 }, () => came.push(frame));
  expect(store.get(jobId, 1, 3)).toBeUndefined();
  await pass();
  expect(asked).toEqual(["1, 9"]);
  answers[0]?.(3);
  await vi.waitFor(() => expect(came).toEqual([1, 9]));
  expect(store.get(jobId, 9, 3)).toBe("http://s/9");
});

it("what only passed by is not asked for", async () => {
  store.want({ jobId, frame: 1, revision: 3 }, () => undefined)();
  await pass();
  expect(asked).toEqual([]);
});

it("a frame that changed since is asked for again, also while an answer is under way", async () => {
  store.want({ jobId, frame: 1, revision: 3 }, () => undefined);
  await pass();
  store.want({ jobId, frame: 1, revision: 8 }, () => undefined);
  await pass();
  expect(asked).toEqual(["1"]);
  answers[0]?.(5);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual(["1", "1"]);
  answers[1]?.(9);
  await vi.waitFor(() => expect(store.get(jobId, 1, 8)).toBe("http://s/1"));
});
