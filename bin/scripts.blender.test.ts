/** Plain commands on a real farm: platform, storage and a node in its sandbox, from submission to results at home. */
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TaskCreationInput } from "#lib/contract/qarnot/task.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { type Person, theAdmin } from "../e2e/support/people.ts";
import { aFarm, type TestFarm } from "./resilience/test-support/farm.ts";
import { midFrame, untilEnded, untilJob } from "./resilience/test-support/job.ts";
import type { Part } from "./resilience/test-support/part.ts";

let farm: TestFarm;
let quant: Person;
let node: Part;

beforeAll(async () => {
  farm = await aFarm();
  await farm.serve("platform");
  node = await farm.serve("agent");
  await theAdmin(farm.place).farm.changeSettings({ body: { allowsScripts: true } });
  quant = await farm.artist();
});
afterAll(() => farm.end());

/** A mean-reversion back-test on a made-up price series; each run has its own seed and writes its own curve. */
const BACKTEST = `
import csv, os, random
seed, days = int(os.environ["INSTANCE_ID"]), int(os.environ["DAYS"])
random.seed(seed)
price, cash, shares, prices = 100.0, 10_000.0, 0.0, []
os.makedirs("out", exist_ok=True)
with open(f"out/equity-{seed}.csv", "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["day", "price", "equity"])
    for day in range(days):
        price *= 1 + random.gauss(0.0003, 0.012)
        prices.append(price)
        mean = sum(prices[-20:]) / len(prices[-20:])
        if price < mean * 0.98 and cash > 0: shares, cash = cash / price, 0.0
        if price > mean * 1.02 and shares > 0: cash, shares = shares * price, 0.0
        writer.writerow([day, f"{price:.4f}", f"{cash + shares * price:.2f}"])
        if day % 10 == 9: print(f"day {day + 1}/{days}", flush=True)
print("run", seed + 1, "of", os.environ["INSTANCE_COUNT"])
`;

const constants = (all: Record<string, string>): TaskCreationInput["constants"] =>
  Object.entries(all).map(([key, value]) => ({ key, value }));

async function submit(all: Record<string, string>, instanceCount = 1): Promise<JobId> {
  const body = { name: "back-test", profile: "script", constants: constants(all), instanceCount };
  return (await quant.farm.tasks.submit({ body })).uuid;
}

const textOf = async (url: string | null | undefined) => (await fetch(url ?? "")).text();

test("a back-test of three seeds brings home three curves, and is charged the CPU time it took", async () => {
  const jobId = await submit(
    {
      SCRIPT_CMD: 'python3 -c "$PROGRAM"',
      PROGRAM: BACKTEST,
      DAYS: "500",
      SCRIPT_PROGRESS: "day (\\d+/\\d+)",
    },
    3,
  );
  const { job, frames } = await untilEnded(farm, quant, jobId);
  expect(job).toMatchObject({ state: "completed", totalFrames: 3 });
  expect([...frames.values()].map((f) => f.resultCount)).toEqual([1, 1, 1]);
  const curves = await Promise.all(
    [0, 1, 2].map(async (frame) => {
      const detail = await quant.farm.jobs.frame({ params: { jobId, frame } });
      expect(detail.results.map((r) => r.path)).toEqual([`out/equity-${frame}.csv`]);
      expect(await textOf(detail.attempts[0]?.stdoutUrl)).toMatch(`day 500/500\nrun ${frame + 1} of 3\n`);
      expect(detail.coreSeconds).toBeGreaterThan(0);
      expect(detail.coreSeconds).toBeLessThanOrEqual((detail.seconds ?? 0) * 2 + 1);
      return textOf(detail.results[0]?.url);
    }),
  );
  expect(curves.map((text) => text.trim().split("\r\n").length)).toEqual([501, 501, 501]);
  expect(new Set(curves).size).toBe(3);
  const sum = [...frames.values()].reduce((total, f) => total + (f.coreSeconds ?? 0), 0);
  expect(job.charged).toBe(Math.ceil(sum / 60 - 1e-6) * 1e6);
});

/** A disk with these files, made as a script would. Answers its id. */
async function aDisk(files: Record<string, string>): Promise<string> {
  const call = async (path: string, body: string | FormData) => {
    const isText = typeof body === "string";
    const headers = { authorization: quant.token, ...(isText && { "content-type": "application/json" }) };
    const answer = await fetch(`${farm.place.api}${path}`, { method: "POST", headers, body });
    expect(answer.status).toBe(200);
    return answer.text();
  };
  const { guid } = JSON.parse(await call("/disks", JSON.stringify({ description: "data" }))) as {
    guid: string;
  };
  for (const [path, text] of Object.entries(files)) {
    const form = new FormData();
    form.append("filedata", new Blob([text]), path.slice(path.lastIndexOf("/") + 1));
    await call(`/disks/${guid}/${path.slice(0, Math.max(0, path.lastIndexOf("/")))}`, form);
  }
  return guid;
}

test("a run finds its resources in its folder, and only what it changed comes home", async () => {
  const disk = await aDisk({
    "model.py":
      "rows = open('data/prices.csv').read().split()\nopen('data/sum.txt', 'w').write(str(sum(map(float, rows))))",
    "data/prices.csv": "1.5\n2.5\n",
  });
  const body = {
    name: "model",
    profile: "script",
    instanceCount: 1,
    constants: constants({ SCRIPT_CMD: "python3 model.py" }),
    resourceDisks: [disk],
  };
  const { uuid } = await quant.farm.tasks.submit({ body });
  expect((await untilEnded(farm, quant, uuid)).job.state).toBe("completed");
  const { results } = await quant.farm.jobs.frame({ params: { jobId: uuid, frame: 0 } });
  expect(results.map((r) => r.path)).toEqual(["data/sum.txt"]);
  expect(await textOf(results[0]?.url)).toBe("4.0");
});

test("a command that fails says so, with what it printed", async () => {
  const jobId = await submit({ SCRIPT_CMD: "echo working; echo broken >&2; exit 4" });
  const { job } = await untilEnded(farm, quant, jobId);
  expect(job).toMatchObject({ state: "failed", charged: 0 });
  const { failure, attempts } = await quant.farm.jobs.frame({ params: { jobId, frame: 0 } });
  expect(failure).toBe("script_failed");
  expect(attempts).toHaveLength(1);
  expect(attempts[0]).toMatchObject({ message: "The command ended with status 4." });
  expect(attempts[0]).toMatchObject({ log: "working", errorLog: "broken" });
  expect(await quant.farm.tasks.stdout({ params: { jobId } })).toBe("0> working\n");
  expect(await quant.farm.tasks.stderr({ params: { jobId } })).toBe("0> broken\n");
  expect(await textOf(attempts[0]?.stdoutUrl)).toBe("working\n");
  expect(await textOf(attempts[0]?.stderrUrl)).toBe("broken\n");
});

/** Processes of this machine whose command line holds the text. */
async function processesOf(text: string): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "latin1").catch(() => "")),
  );
  return lines.filter((line) => line.includes(text)).length;
}

test("stopped in the middle, it is gone from the node and costs nothing", async () => {
  const mark = `7${process.pid}001`;
  const jobId = await submit({
    SCRIPT_CMD: `echo 10%; sleep ${mark} & sleep ${mark}`,
    SCRIPT_PROGRESS: "(\\d+)%",
  });
  await untilJob(farm, quant, jobId, (view) => midFrame(view) !== undefined);
  expect(await processesOf(mark)).toBeGreaterThan(0);
  await quant.farm.tasks.abort({ params: { jobId } });
  while ((await processesOf(mark)) > 0) await sleep(20);
  expect(await quant.farm.jobs.get({ params: { jobId } })).toMatchObject({ state: "canceled", charged: 0 });
});

test("a node that is killed takes its commands with it", async () => {
  const mark = `7${process.pid}002`;
  const jobId = await submit({ SCRIPT_CMD: `echo 10%; sleep ${mark}`, SCRIPT_PROGRESS: "(\\d+)%" });
  await untilJob(farm, quant, jobId, (view) => midFrame(view) !== undefined);
  await node.kill("SIGKILL");
  while ((await processesOf(mark)) > 0) await sleep(20);
  await quant.farm.tasks.abort({ params: { jobId } });
});
