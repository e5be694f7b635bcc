/** The reference's examples are run as they stand, each in a process of its own, against a platform. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiCall, apiCalls } from "#lib/contract/openapi/calls.ts";
import { exampleOf, type Language, LANGUAGES } from "#lib/contract/openapi/examples.ts";
import { openTestPlatform, type TestAccount, type TestPlatform } from "../test-platform.ts";

const run = promisify(execFile);
const COMMANDS: Record<Language, { file: string; command: string }> = {
  curl: { file: "example.sh", command: "sh" },
  Python: { file: "example.py", command: "python3" },
  TypeScript: { file: "example.ts", command: process.execPath },
};

let farm: TestPlatform;
let owner: TestAccount;
let folder: string;
beforeAll(async () => {
  farm = await openTestPlatform();
  owner = await farm.anAccount({ credits: 10_000, role: "admin" });
  folder = await mkdtemp(join(tmpdir(), "hearth-examples-"));
});
afterAll(async () => {
  await farm.close();
  await rm(folder, { recursive: true });
});

const callNamed = (id: string): ApiCall =>
  apiCalls().find((call) => call.id === id) ?? expect.unreachable(`There is no call ${id}.`);

/** Runs it and reads what it printed by the call's own contract. */
async function runExample(call: ApiCall, language: Language, variables: Record<string, string>) {
  const { file, command } = COMMANDS[language];
  const path = join(folder, file);
  await writeFile(path, exampleOf(call, language));
  const env = {
    NODE_ENV: "production" as const,
    PATH: process.env["PATH"],
    HEARTH_URL: farm.baseUrl,
    HEARTH_TOKEN: owner.token,
    ...variables,
  };
  const { stdout } = await run(command, [path], { env });
  const { reply, media } = call.endpoint;
  if (reply === undefined) expect(stdout.trim()).toBe("");
  else if (media === undefined) reply.parse(JSON.parse(stdout));
  return stdout;
}

describe("an example that makes something", () => {
  it.each(LANGUAGES)("makes it, in %s", async (language) => {
    const { bucket } = await farm.aProject(owner);
    const submit = callNamed("tasks.submit");
    const printed = await runExample(
      { ...submit, body: { ...(submit.body as object), resourceBuckets: [bucket] } },
      language,
      {},
    );
    const { uuid } = JSON.parse(printed) as { uuid: string };
    const task = await runExample(callNamed("tasks.get"), language, { JOB_ID: uuid });
    expect(JSON.parse(task)).toMatchObject({ name: "shot 12", advancedRanges: "1-25", tags: ["shot-12"] });
    await runExample(callNamed("carbon.ofTask"), language, { TASK: uuid });
    await runExample(callNamed("jobs.frames"), language, { JOB_ID: uuid });
    await runExample(callNamed("tasks.abort"), language, { JOB_ID: uuid });
    const pool = JSON.parse(await runExample(callNamed("pools.create"), language, {})) as { uuid: string };
    await runExample(callNamed("pools.setScaling"), language, { POOL: pool.uuid });
    await runExample(callNamed("pools.close"), language, { POOL: pool.uuid });
    await runExample(callNamed("groups.create"), language, {});
    await runExample(callNamed("tokens.create"), language, {});
    await runExample(callNamed("secrets.create"), language, { KEY: `folder/${language}` });
    expect(await runExample(callNamed("secrets.get"), language, { KEY: `folder/${language}` })).toContain(
      "swordfish",
    );
  });
});

describe("an example of a disk", () => {
  it.each(LANGUAGES)(
    "sends files, moves and links them, fetches them and removes all, in %s",
    async (language) => {
      const local = join(folder, "wood.png");
      const back = join(folder, "back.png");
      await writeFile(local, "wood 木目");
      const on = (id: string, variables: Record<string, string> = {}) =>
        runExample(callNamed(id), language, {
          LOCAL_FILE: local,
          DISK_ID: guid,
          FILE_PATH: "",
          ...variables,
        });
      let guid = "";
      ({ guid } = JSON.parse(await on("disks.create")) as { guid: string });
      await on("disks.update");
      await on("disks.upload");
      await on("disks.setFile", { FILE_PATH: "wood.png" });
      await on("disks.link");
      await on("disks.move");
      expect(await on("disks.tree")).toContain("/textures/oak.png");
      expect(await on("disks.folder", { FILE_PATH: "textures" })).toContain("wood.png");
      await on("disks.root");
      await on("disks.get");
      await on("disks.download", { FILE_PATH: "textures/oak.png", LOCAL_FILE: back });
      expect(await readFile(back, "utf8")).toBe("wood 木目");
      await on("disks.archive", { FILE: `${guid}.zip`, LOCAL_FILE: back });
      expect((await readFile(back)).subarray(0, 2).toString()).toBe("PK");
      await on("disks.removeFile", { FILE_PATH: "textures" });
      expect(await on("disks.tree")).toContain("[]");
      await on("disks.remove");
      await on("disks.createForced");
    },
  );
});

describe("an example that looks", () => {
  const looking = apiCalls().filter(
    ({ endpoint, scope, id }) =>
      endpoint.params === undefined && (scope ?? "read") === "read" && id !== "quotas.organization",
  );
  it.each(looking)("$id, in every language", async (call) => {
    await Promise.all(LANGUAGES.map((language) => runExample(call, language, {})));
  });
});

it("an example that is refused fails, and prints why", async () => {
  for (const language of LANGUAGES)
    await expect(
      runExample(callNamed("platform.info"), language, { HEARTH_TOKEN: "wrong" }),
    ).rejects.toMatchObject({ code: expect.any(Number) as unknown });
});

it("the document itself is served without a token", async () => {
  const answer = await fetch(`${farm.baseUrl}/v1/openapi.json`);
  expect(answer.headers.get("content-length")).not.toBeNull();
  const document = (await answer.json()) as { openapi: string; servers: { url: string }[] };
  expect(document).toMatchObject({ openapi: "3.1.0", servers: [{ url: farm.baseUrl }] });
});
