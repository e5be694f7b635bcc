/**
 * The script of 2015 on a real farm: its requests in order, as qapy 0.8.0 and its last version of 2016 say them, from the
 * first `GET /disks` to the pictures in their folder.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JobId } from "#lib/domain/ids.ts";
import { type DiskEntry, type Qapy, qapy, syncDirectory } from "#lib/platform/disks/test-qapy.ts";
import type { Person } from "../e2e/support/people.ts";
import { aFarm, type TestFarm } from "./resilience/test-support/farm.ts";
import { untilEnded } from "./resilience/test-support/job.ts";

let farm: TestFarm;
let artist: Person;
let client: Qapy;
beforeAll(async () => {
  farm = await aFarm(["tiny", "linked"]);
  await farm.serve("platform,agent");
  artist = await farm.artist();
  client = qapy(farm.place.api, artist.token);
});
afterAll(() => farm.end());

interface Task {
  id: string;
  state: string;
  resourceDisk: string;
  resultDisk: string;
  resultsCount: number;
  advancedRanges: string;
  errorReason: string;
}

/** The folder `BigBuckBunny/` of the script: a scene, its texture and its library. */
const folder = (): Record<string, Buffer> => {
  const root = join(dirname(farm.scene("linked")), "linked");
  const paths = ["/scenes/main.blend", "/textures/stripes.png", "/lib/props.blend"];
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path))]));
};

/** From an empty account, or from the first disk there is, to submitted. `isLate`: as the last version of 2016 does it. */
async function submit(isLate: boolean): Promise<{ disk: string; task: string }> {
  if (isLate) expect(await client.must("GET", "/")).toHaveLength(0);
  const [first] = (await client.json("GET", "/disks")) as { id: string }[];
  const made =
    first === undefined
      ? ((await client.json("POST", "/disks", {
          description: 'Resources: "BigBuckBunny_Intro"',
          locked: false,
        })) as { guid: string })
      : null;
  const disk = first?.id ?? made?.guid ?? "";
  await client.json("GET", `/disks/${disk}`);
  await syncDirectory(client, disk, folder(), isLate);
  await client.json("PUT", `/disks/${disk}`, {
    description: 'Resources: "BigBuckBunny_Intro"',
    locked: true,
  });
  const { guid } = (await client.json("POST", "/tasks", {
    name: "BigBuckBunny_Intro",
    profile: "blender",
    resourceDisk: disk,
    constants: [
      { key: "BLEND_FILE", value: "scenes/main.blend" },
      { key: "BLEND_FORMAT", value: "PNG" },
      { key: "BLEND_ENGINE", value: "CYCLES" },
      { key: "BLEND_CYCLES_SAMPLES", value: 2 },
    ],
    constraints: [],
    advancedRanges: "[1-3]",
  })) as { guid: string };
  return { disk, task: guid };
}

const look = async (task: string) => (await client.json("GET", `/tasks/${task}`)) as Task;
const ended = (task: string) => untilEnded(farm, artist, task as JobId);

test("disk, sync, task, wait, pictures, and everything away: the owner's pages still show the job", async () => {
  const { disk, task } = await submit(false);
  expect(await look(task)).toMatchObject({
    id: task,
    resourceDisk: disk,
    resultDisk: expect.stringMatching(/^[0-9a-f-]{36}$/),
    advancedRanges: "1-3",
  });
  await ended(task);
  const done = await look(task);
  expect(done).toMatchObject({ state: "Success", resultsCount: 3, errorReason: "" });

  await client.json("GET", `/disks/${done.resultDisk}`);
  const entries: DiskEntry[] = await client.tree(done.resultDisk);
  expect(entries.map((entry) => entry.name)).toEqual(["/0001.png", "/0002.png", "/0003.png"]);
  for (const entry of entries) {
    const picture = await client.download(done.resultDisk, entry.name);
    expect(picture).toHaveLength(entry.size);
    expect(picture.subarray(1, 4).toString("latin1")).toBe("PNG");
  }

  // The end of the `with` block: a locked disk stays, an unlocked one goes, the task goes.
  expect(await client.json("GET", `/disks/${disk}`)).toMatchObject({ locked: true });
  expect(await client.json("GET", `/disks/${done.resultDisk}`)).toMatchObject({ locked: false });
  await client.must("DELETE", `/disks/${done.resultDisk}`);
  await client.must("DELETE", `/tasks/${task}`);
  expect((await client.say("GET", `/tasks/${task}`)).status).toBe(404);
  expect(await client.json("GET", "/tasks")).toEqual([]);

  const job = await artist.farm.jobs.get({ params: { jobId: task } });
  expect(job).toMatchObject({ state: "completed", counts: { completed: 3 } });
  expect(job.charged).toBeGreaterThan(0);
  const frame = await artist.farm.jobs.frame({ params: { jobId: job.id, frame: 1 } });
  expect((await fetch(frame.outputUrl ?? "")).status).toBe(200);
});

test("run again by the last version of 2016: the same disk is taken, and nothing is sent twice", async () => {
  const before = await client.tree(((await client.json("GET", "/disks")) as { id: string }[])[0]?.id ?? "");
  const { disk, task } = await submit(true);
  expect(await client.tree(disk)).toEqual(before);
  await ended(task);
  expect(await look(task)).toMatchObject({ state: "Success", resultsCount: 3 });
});
