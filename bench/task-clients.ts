/**
 * Measures: GET /tasks/{uuid} of a task of 1,000 frames, half of them done, while 8 run, one is delivered every half second,
 *           and 50 clients ask once a second each (their SDKs ask every ten seconds); and POST /tasks/paginate of an account
 *           with 10,000 tasks, page after page, in every order and with filters, one client after the other.
 * Against:  the clock, from the request to the last byte.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { uploadByApi } from "../e2e/support/jobs.ts";
import { anArtist, type Person } from "../e2e/support/people.ts";
import { copyTask } from "./copy-task.ts";
import { type BenchFarm, nodeCredential, startBenchFarm } from "./farm.ts";
import { type Bench, type Figure, percentile, type Row } from "./figure.ts";
import { STAND_IN_CPU, startStandInNode, type StandInNode } from "./stand-in-node.ts";

const FRAMES = 1000;
const CLIENTS = 50;
const SECONDS = 30;
const GET_MUST_MS = 25;
const TASKS = 10_000;
/** Of them; the others have ended. */
const WAITING = 100;
const PAGES = 500;
const PAGE_MUST_MS = 50;

/** Units: milliseconds until the whole answer is there. */
async function timed(
  farm: BenchFarm,
  token: string,
  path: string,
  body?: unknown,
): Promise<{ ms: number; json: () => unknown }> {
  const began = performance.now();
  const answer = await fetch(farm.door.api + path, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: token },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const bytes = await answer.arrayBuffer();
  const ms = performance.now() - began;
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`);
  return { ms, json: () => JSON.parse(Buffer.from(bytes).toString()) as unknown };
}

const aTask = (bucket: string, file: string, name: string, range: string) => ({
  name,
  profile: "blender",
  constants: [
    { key: "BLEND_FILE", value: file },
    { key: "BLEND_CYCLES_SAMPLES", value: "1" },
    { key: "HEARTH_DENOISE", value: "off" },
  ],
  resourceBuckets: [bucket],
  resultBucket: "bench-out",
  advancedRanges: range,
  tags: [`tag-${name.length}`],
  // Nobody but the stand-in has this machine.
  hardwareConstraints: [{ discriminator: "CpuModelHardwareConstraint", cpuModel: STAND_IN_CPU }],
});

async function submit(farm: BenchFarm, person: Person, tasks: unknown): Promise<unknown> {
  const answer = await fetch(`${farm.door.api}/tasks`, {
    method: "POST",
    headers: { authorization: person.token },
    body: JSON.stringify(tasks),
  });
  if (!answer.ok) throw new Error(`Tasks were refused: ${await answer.text()}`);
  return answer.json();
}

/** Keeps 8 frames running and delivers one every half second until it is told to stop. */
function keepRendering(node: StandInNode, running: Awaited<ReturnType<StandInNode["take"]>>[]) {
  const stopping = new AbortController();
  const going = (async () => {
    for (let turn = 0; !stopping.signal.aborted; turn++) {
      if (turn % 2 === 0) await node.beat();
      const lease = running.shift();
      if (lease) await node.deliver(lease);
      running.push(await node.take());
      await sleep(500);
    }
  })();
  return async () => {
    stopping.abort();
    await going;
  };
}

async function measureGet(farm: BenchFarm, person: Person, uuid: string, seconds: number): Promise<number[]> {
  const times: number[] = [];
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      await sleep((1000 / CLIENTS) * client);
      for (let turn = 1; performance.now() < until; turn++) {
        const began = performance.now();
        times.push((await timed(farm, person.token, `/tasks/${uuid}`)).ms);
        await sleep(Math.max(0, 1000 - (performance.now() - began)));
      }
    }),
  );
  return times;
}

const figureOf = (figure: string, must: number, times: readonly number[]): Figure => {
  const [p50, p99] = [percentile(times, 50), percentile(times, 99)];
  return {
    figure,
    must: `p99 at most ${must} ms`,
    seen: `p99 ${p99.toFixed(1)} ms (median ${p50.toFixed(1)} ms)`,
    comparedWith: "the clock",
    isMet: p99 <= must,
    samples: { timesMs: times },
  };
};

export const taskGet: Row = async (bench) => {
  const farm = await bench.farm();
  const file = join(await bench.scenes(), "light.blend");
  const person = await anArtist(farm.server.place, "poller", 1_000_000);
  const { bucket, blendFile } = await uploadByApi(person, file);
  const node = await startStandInNode(farm.door.api, nodeCredential(farm));
  const { uuid } = (await submit(farm, person, aTask(bucket, blendFile, "long", `1-${FRAMES}`))) as {
    uuid: string;
  };
  for (let done = 0; done < FRAMES / 2; ) {
    const lease = await node.take();
    if (lease === null) throw new Error("The stand-in got nothing to do.");
    await node.deliver(lease);
    done += lease.frames.length;
  }
  const running: Awaited<ReturnType<StandInNode["take"]>>[] = [];
  while (running.length < 8) running.push(await node.take());
  const stop = keepRendering(node, running);
  await sleep(2000);
  const times = await measureGet(farm, person, uuid, SECONDS);
  await stop();
  await person.farm.tasks.abort({ params: { jobId: uuid } });
  bench.tell(`  ${times.length} answers`);
  return [figureOf(`GET of a running task of ${FRAMES} frames, ${CLIENTS} clients`, GET_MUST_MS, times)];
};

/** An artist with so many ended tasks, and some that wait; on a farm of its own, because its database is filled while it stands still. */
async function anArchive(bench: Bench, farm: BenchFarm): Promise<Person> {
  const file = join(await bench.scenes(), "light.blend");
  const person = await anArtist(farm.server.place, "archivist", 1_000_000);
  const { bucket, blendFile } = await uploadByApi(person, file);
  const node = await startStandInNode(farm.door.api, nodeCredential(farm));
  const { uuid } = (await submit(farm, person, aTask(bucket, blendFile, "task 0", "1-3"))) as {
    uuid: string;
  };
  for (let lease = await node.take(); lease !== null; lease = await node.take()) await node.deliver(lease);
  const waiting = Array.from({ length: WAITING }, (_, i) => aTask(bucket, blendFile, `task 9w${i}`, "1"));
  await submit(farm, person, waiting);
  await farm.server.stop();
  await copyTask(farm.server.place.dataDir, uuid, TASKS - 1 - WAITING);
  await farm.server.restart();
  return person;
}

const FILTERS = [
  null,
  { operator: "Equal", field: "State", value: "Submitted" },
  { operator: "Equal", field: "Tags", value: "shot-7" },
  { operator: "Like", field: "Name", value: "/^task 9/" },
  {
    operator: "And",
    filters: [
      { operator: "Equal", field: "State", value: "Success" },
      { operator: "GreaterThan", field: "CreationDate", value: "2001-01-01T00:00:00Z" },
    ],
  },
];

/** Page after page, each order with each filter. Units: milliseconds. */
async function measurePages(farm: BenchFarm, person: Person): Promise<number[]> {
  const times: number[] = [];
  for (const orderBy of ["creationDate", "name", "executionTime", "state"])
    for (const filter of FILTERS) {
      let token: string | null = null;
      for (let page = 0; page < PAGES / (4 * FILTERS.length) && (page === 0 || token !== null); page++) {
        const request = { token, filter, orderBy, maximumResults: 20 };
        const { ms, json } = await timed(farm, person.token, "/tasks/paginate", request);
        times.push(ms);
        token = (json() as { nextToken: string | null }).nextToken;
      }
    }
  return times;
}

export const taskPages: Row = async (bench) => {
  const farm = await startBenchFarm();
  try {
    const times = await measurePages(farm, await anArchive(bench, farm));
    bench.tell(`  ${times.length} pages`);
    return [
      figureOf(`Page of 20 of ${TASKS.toLocaleString("en")} tasks, filtered and sorted`, PAGE_MUST_MS, times),
    ];
  } finally {
    await farm.server.end();
  }
};
