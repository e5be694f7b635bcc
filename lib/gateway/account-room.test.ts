import { expect, it } from "vitest";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { unpackDelta } from "#lib/contract/packed/delta.ts";
import { newId } from "#lib/domain/ids.ts";
import { createAccountRoom } from "./account-room.ts";

const [one, other] = [newId<Job["id"]>(), newId<Job["id"]>()];
const changed = (jobId: Job["id"], since: number, completed: number, state: Job["state"] = "active") => ({
  type: "job.changed" as const,
  jobId,
  since,
  revision: since + 1,
  job: { id: jobId, name: "shot", state, counts: { completed } } as Job,
});

it("each job gets one delta, and later only what changed of it", () => {
  const room = createAccountRoom();
  const [first, second] = room.pack([changed(one, 1, 3), changed(other, 7, 1), changed(one, 2, 4)]);
  expect(first?.[0]).toBe(one);
  expect(unpackDelta(first?.[1] ?? [0])).toMatchObject({ since: 1, revision: 3, patch: { c: 4 } });
  expect(second?.[0]).toBe(other);
  const [later] = room.pack([changed(one, 3, 5)]);
  expect(unpackDelta(later?.[1] ?? [0]).patch).toEqual({ c: 5 });
});

it("a job that ended is told whole when it is heard of again", () => {
  const room = createAccountRoom();
  room.pack([changed(one, 1, 3, "completed")]);
  const [again] = room.pack([changed(one, 2, 3)]);
  expect(unpackDelta(again?.[1] ?? [0]).patch?.rest).toMatchObject({ name: "shot" });
});
