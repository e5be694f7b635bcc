/**
 * The portal's farm on somebody else's platform: this project's own, reached through a door that lets Qarnot's API through
 * and nothing of ours, and that counts how often it is asked.
 */
import { createServer, request as ask, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JobId } from "#lib/domain/ids.ts";
import { submitByApi } from "../e2e/support/jobs.ts";
import type { Person } from "../e2e/support/people.ts";
import { aFarm, shareBlenders, type TestFarm } from "./resilience/test-support/farm.ts";
import { untilEnded, untilJob } from "./resilience/test-support/job.ts";

/** Units: milliseconds. */
const LEAST_BETWEEN_LOOKS = 9_900;

let there: TestFarm;
let here: TestFarm;
let door: Server;
let account: Person;
let artist: Person;
/** When each of the remote's tasks was asked for. */
const looks = new Map<string, number[]>();
const refused: string[] = [];

function openDoor(target: string): Promise<Server> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const { method, url: path = "/", headers } = incoming;
    if (path.startsWith("/farm/")) {
      refused.push(path);
      outgoing.writeHead(404, { "content-type": "application/json" }).end('{"message":"Not found"}');
      return;
    }
    const uuid = method === "GET" ? /^\/tasks\/([0-9a-f-]{36})$/.exec(path)?.[1] : undefined;
    if (uuid !== undefined) looks.set(uuid, [...(looks.get(uuid) ?? []), Date.now()]);
    const through = ask({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    through.on("error", () => outgoing.destroy());
    incoming.pipe(through);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  there = await aFarm();
  await there.serve("platform,agent");
  account = await there.artist();
  door = await openDoor(there.place.api);
  here = await aFarm();
  shareBlenders(there.dataDir, here.dataDir);
  await here.serve("platform,agent", {
    FARM_URL: addressOf(door),
    FARM_STORAGE_URL: there.place.storage,
    FARM_TOKEN: account.token,
  });
  artist = await here.artist();
});
afterAll(async () => {
  await here.end();
  await there.end();
  await new Promise((resolve) => door.close(resolve));
});

const SMALL = { samples: 2, width: 64, height: 64 };

test("frames rendered elsewhere arrive here with their pictures, times and cost, by one task asked after every ten seconds", async () => {
  const jobId = await submitByApi(artist, here.scene("tiny"), { frames: "1-3", ...SMALL });
  const { job } = await untilEnded(here, artist, jobId);
  expect(job).toMatchObject({ state: "completed", counts: { completed: 3 } });
  expect(job.coreSeconds).toBeGreaterThan(0);
  for (const frame of [1, 2, 3]) {
    const detail = await artist.farm.jobs.frame({ params: { jobId, frame } });
    expect(detail).toMatchObject({ state: "completed", fileName: `000${frame}.png` });
    expect(detail.attempts[0]?.log).toContain("remote platform");
    for (const url of [detail.outputUrl, detail.thumbnailUrl]) {
      expect(url).not.toBeNull();
      const answer = await fetch(url ?? "");
      expect(answer.status).toBe(200);
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(100);
    }
  }
  const tasks = await account.farm.tasks.list({ query: {} });
  expect(tasks.map((task) => [task.state, task.advancedRanges])).toEqual([["Success", "1-3"]]);
  const at = looks.get(tasks[0]?.uuid ?? "") ?? [];
  expect(at.length).toBeGreaterThan(0);
  for (const [i, time] of at.entries())
    if (i > 0) expect(time - (at[i - 1] ?? 0)).toBeGreaterThanOrEqual(LEAST_BETWEEN_LOOKS);
  expect(refused).toEqual([]);
});

test("stopping here stops it there", async () => {
  const jobId = await submitByApi(artist, here.scene("tiny"), { frames: "1-4", ...SMALL, samples: 20_000 });
  await untilJob(here, artist, jobId, (view) =>
    [...view.progress.values()].some((one) => one.phase === "rendering"),
  );
  await artist.farm.tasks.abort({ params: { jobId } });
  const [first] = (await account.farm.tasks.list({ query: {} })).filter((task) => task.state !== "Success");
  const remoteJob = first?.uuid as JobId | undefined;
  if (remoteJob === undefined) throw new Error("The remote has no second task.");
  const { job } = await untilEnded(there, account, remoteJob);
  expect(job.state).toBe("canceled");
  expect((await untilEnded(here, artist, jobId)).job).toMatchObject({ state: "canceled", charged: 0 });
});
