/** Starts that can't be: told in one sentence, and what already runs goes on. */
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { submitByApi } from "../../e2e/support/jobs.ts";
import { aFarm, quietPorts, type TestFarm } from "./test-support/farm.ts";
import { expectNothingLost, untilEnded } from "./test-support/job.ts";
import { startPart } from "./test-support/part.ts";

let farm: TestFarm;
let otherPorts: Record<string, string>;

beforeAll(async () => {
  farm = await aFarm();
  await farm.serve("platform,agent");
  const [portal, api, storage] = await quietPorts(3);
  otherPorts = { PORT: `${portal}`, API_PORT: `${api}`, STORAGE_PORT: `${storage}` };
});
afterAll(() => farm.end());

/** Starts what can't start; answers the one line it leaves. */
async function refusal(args: string[], env: Record<string, string>): Promise<string> {
  const part = startPart(args, { ...farm.env, ...env });
  expect(await part.ended).toBe(1);
  const lines = part.output().trim().split("\n");
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/Error:|\bat .*\.ts/);
  return lines[0] ?? "";
}

test.each([
  ["serve --services=platform,agent", "platform"],
  ["serve --services=platform", "platform"],
  ["serve --services=agent", "agent"],
  ["agent", "agent"],
])("%s on a folder where that runs already is refused, and the first goes on", async (command, service) => {
  const said = await refusal(command.split(" "), otherPorts);
  expect(said).toContain(`Hearth's ${service} is already running on ${farm.dataDir}.`);
  expect(said).toContain("HEARTH_DATA_DIR");
});

test.each(["API_PORT", "STORAGE_PORT"])("a taken %s is named with its variable", async (variable) => {
  const port = Number(otherPorts[variable]);
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(port, "127.0.0.1", resolve));
  try {
    const env = { ...otherPorts, HEARTH_DATA_DIR: join(farm.dataDir, "other") };
    const said = await refusal(["serve", "--services=platform,agent"], env);
    expect(said).toContain(`Port ${port} is taken by another program.`);
    expect(said).toContain(`${variable}=`);
  } finally {
    taken.close();
  }
});

test("after all those refusals the first farm renders", async () => {
  const artist = await farm.artist();
  const jobId = await submitByApi(artist, farm.scene("tiny"), { frames: "1-2" });
  expect((await untilEnded(farm, artist, jobId)).job.state).toBe("completed");
  await expectNothingLost(artist, jobId);
});
