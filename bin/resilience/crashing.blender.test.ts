/** A real Blender that really crashes (SIGSEGV), through the whole farm. Every other way to break: lib/agent/node.test.ts. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FAILURE_TEXT } from "#lib/domain/frame.ts";
import { submitByApi } from "../../e2e/support/jobs.ts";
import type { Person } from "../../e2e/support/people.ts";
import { aFarm, type TestFarm } from "./test-support/farm.ts";
import { expectNothingLost, untilEnded } from "./test-support/job.ts";

/** Reads address 0 just before frame 2 is rendered, as long as the file beside it is there. */
const CRASH = `
import bpy, ctypes, os
@bpy.app.handlers.persistent
def crash(scene, *_):
    if scene.frame_current == 2 and os.path.exists("$folder/crashes"):
        ctypes.string_at(0)
bpy.app.handlers.render_pre.append(crash)
`;

let folder: string;
let farm: TestFarm;
let artist: Person;

beforeAll(async () => {
  // The sandbox shows a Blender its own folder and nothing else; below /tmp everybody may reach it.
  folder = mkdtempSync(join(tmpdir(), "hearth-blender-"));
  chmodSync(folder, 0o755);
  const program = join(folder, "blender");
  const script = CRASH.replace("$folder", folder);
  writeFileSync(join(folder, "crash.py"), script);
  writeFileSync(
    program,
    `#!/bin/sh\n# The probe asks what Blender can; only a worker crashes.\ncase "$*" in *worker.py*) exec /usr/bin/blender --python ${folder}/crash.py "$@";; esac\nexec /usr/bin/blender "$@"\n`,
  );
  chmodSync(program, 0o755);
  writeFileSync(join(folder, "crashes"), "");
  farm = await aFarm();
  await farm.serve("platform,agent", { HEARTH_BLENDER: program });
  artist = await farm.artist();
});
afterAll(async () => {
  await farm.end();
  rmSync(folder, { recursive: true, force: true });
});

test("a frame that crashes Blender is tried three times, fails in words, costs nothing, and may be retried", async () => {
  const jobId = await submitByApi(artist, farm.scene("tiny"), { frames: "1-3" });
  const { job, frames } = await untilEnded(farm, artist, jobId);
  expect(job).toMatchObject({ state: "failed", counts: { completed: 2, failed: 1 } });
  expect(frames.get(2)).toMatchObject({ state: "failed", attempt: 3, failure: "blender_crashed" });
  const detail = await artist.farm.jobs.frame({ params: { jobId, frame: 2 } });
  expect(detail.attempts.map((a) => [a.attempt, a.outcome, a.failure])).toEqual([
    [1, "failed", "blender_crashed"],
    [2, "failed", "blender_crashed"],
    [3, "failed", "blender_crashed"],
  ]);
  for (const { message } of detail.attempts) expect(message).toMatch(/^Blender ended in the middle/);
  expect(detail.outputUrl).toBeNull();
  expect(FAILURE_TEXT.blender_crashed).toContain("crashed");
  await expectNothingLost(artist, jobId);

  rmSync(join(folder, "crashes"));
  await artist.farm.jobs.retry({ params: { jobId }, body: { frames: "failed" } });
  expect((await untilEnded(farm, artist, jobId)).job).toMatchObject({
    state: "completed",
    counts: { completed: 3 },
  });
  await expectNothingLost(artist, jobId);
});
