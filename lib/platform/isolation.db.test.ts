/** Two accounts see nothing of each other: every call of the contract is tried with somebody else's things. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressOf } from "#lib/client/send.ts";
import type { AnyEndpoint } from "#lib/contract/endpoint.ts";
import { api } from "#lib/contract/index.ts";
import { newId } from "#lib/domain/ids.ts";
import {
  NODE_TOKEN,
  openTestPlatform,
  SERVICE_TOKEN,
  type TestAccount,
  type TestPlatform,
} from "./test-platform.ts";

const calls = Object.entries(api as Record<string, Record<string, AnyEndpoint>>).flatMap(([group, verbs]) =>
  Object.entries(verbs).map(([verb, endpoint]) => ({ name: `${group}.${verb}`, endpoint })),
);
const isFor = (endpoint: AnyEndpoint, who: AnyEndpoint["who"][number]) => endpoint.who.includes(who);
const withParams = calls.filter(({ endpoint }) => isFor(endpoint, "account") && endpoint.params);

let farm: TestPlatform;
let owner: TestAccount;
let stranger: TestAccount;
const things: Record<string, string> = {};
/** Bodies that would be right if the thing were one's own. */
const BODIES: Record<string, unknown> = {
  "jobs.setCap": { credits: 5 },
  "jobs.retry": { frames: "failed" },
  "shares.create": { title: "A trailer" },
  "disks.link": [{ target: "/a", linkName: "/b" }],
  "disks.move": [{ source: "/a", dest: "/b" }],
  "jobs.archive": { frames: null },
  "uploads.complete": {},
  "secrets.update": { value: "another" },
  "tasks.periodicSnapshot": { interval: 30 },
};

/** Of the farm, or of one's own whoever asks: a secret's key is free until one has it. */
const NOBODYS = new Set(["platform.profile", "secrets.create", "secrets.search"]);
/** Parameters that name a thing by uuid or shortname. */
const REFERENCES = new Set(["task", "pool", "group", "project", "key"]);

beforeAll(async () => {
  farm = await openTestPlatform();
  [owner, stranger] = [await farm.anAccount(), await farm.anAccount()];
  const project = await farm.aProject(owner);
  const upload = await owner.farm.uploads.begin({ body: { name: "a.blend", sizeBytes: 10 } });
  const { apiToken } = await owner.farm.tokens.create({ body: { name: "mine" } });
  const jobId = await farm.aJob(owner, { bucket: project.bucket, frames: "1-2" });
  const pool = await owner.farm.pools.create({ body: { name: "p", profile: "blender" } });
  const group = await owner.farm.groups.create({ body: { name: "g" } });
  await owner.farm.secrets.create({ params: { key: "folder/key" }, body: { value: "hush" } });
  const { uuid: diskId } = await owner.farm.disks.create({ body: { description: "textures" } });
  const node = await farm.aNode();
  await node.deliver(await node.lease(), 1);
  Object.assign(things, {
    jobId,
    projectId: project.id,
    bucket: project.bucket,
    uploadId: upload.id,
    tokenId: apiToken.id,
    frame: "1",
    instance: "1",
    snapshot: (await owner.farm.tasks.snapshot({ params: { jobId }, body: {} })).id,
    name: "blender",
    task: jobId,
    pool: pool.uuid,
    group: group.uuid,
    project: owner.id,
    key: "folder/key",
    diskId,
    path: "a.png",
    file: `${diskId}.zip`,
  });
});
afterAll(() => farm.close());

async function send(credential: string | null, name: string, endpoint: AnyEndpoint): Promise<Response> {
  const body = BODIES[name];
  return fetch(farm.baseUrl + addressOf(endpoint.path, things), {
    method: endpoint.method,
    headers: credential === null ? {} : { authorization: credential },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

describe("somebody else's thing is not there", () => {
  it.each(withParams.filter(({ name }) => !NOBODYS.has(name)))("$name", async ({ name, endpoint }) => {
    const answer = await send(stranger.token, name, endpoint);
    expect(answer.status).toBe(404);
    const unknown = { ...things };
    for (const key of Object.keys(things))
      if (key.endsWith("Id") || REFERENCES.has(key)) things[key] = newId();
    things.file = `${newId()}.zip`;
    const nothing = await send(stranger.token, name, endpoint);
    Object.assign(things, unknown);
    const told = async (response: Response) => ({ ...(await response.json()), requestId: "" });
    expect(await told(nothing)).toEqual(await told(answer));
  });
});

it("lists hold only what is one's own", async () => {
  expect(await stranger.farm.jobs.list({ query: {} })).toEqual([]);
  expect(await stranger.farm.tasks.list({ query: {} })).toEqual([]);
  expect(await stranger.farm.projects.list()).toEqual([]);
  expect(await stranger.farm.pools.list({ query: {} })).toEqual([]);
  expect(await stranger.farm.groups.list({ query: {} })).toEqual([]);
  expect(await stranger.farm.secrets.search({ params: { prefix: "" } })).toEqual({ keys: [] });
  expect(await stranger.farm.uploads.list()).toEqual([]);
  expect((await stranger.farm.tokens.list()).map((t) => t.name)).toEqual(["test"]);
  expect(await stranger.farm.credits.entries({ query: {} })).toHaveLength(1);
  expect(await stranger.farm.platform.info()).toMatchObject({
    taskCount: 0,
    bucketCount: 0,
    email: stranger.email,
  });
});

it("somebody else's bucket can't be rendered", async () => {
  await expect(farm.aJob(stranger, { bucket: things["bucket"] ?? "" })).rejects.toMatchObject({
    code: "not_found",
    message: `No such bucket: ${things["bucket"]}`,
  });
});

it("after all these tries the owner's things are as they were", async () => {
  const jobId = things["jobId"] as never;
  expect(await owner.farm.jobs.get({ params: { jobId } })).toMatchObject({ state: "active" });
  expect((await owner.farm.uploads.list()).map((u) => u.id)).toEqual([things["uploadId"]]);
});

it.each([
  [`job:`, "jobId"],
  [`account:`, "accountId"],
])("a stranger can't watch %s", async (prefix, key) => {
  const id = key === "accountId" ? owner.id : things[key];
  const url = `${farm.baseUrl}/farm/v1/events?topics=${prefix}${id}`;
  expect((await fetch(url, { headers: { authorization: stranger.token } })).status).toBe(404);
  expect((await fetch(url)).status).toBe(404);
});

it.each([
  ["nodes", 403],
  [`node:${newId()}`, 404],
  ["work", 404],
  ["nonsense", 400],
  ["", 400],
])("an account can't watch %j", async (topic, status) => {
  const answer = await fetch(`${farm.baseUrl}/farm/v1/events?topics=${topic}`, {
    headers: { authorization: stranger.token },
  });
  expect(answer.status).toBe(status);
});

describe("who may call", () => {
  const guarded = calls.filter(({ endpoint }) => !isFor(endpoint, "public"));
  it.each(guarded)("$name is refused without a credential", async ({ name, endpoint }) => {
    expect((await send(null, name, endpoint)).status).toBe(401);
    expect((await send("hst_nonsense", name, endpoint)).status).toBe(401);
  });
  const admins = calls.filter(({ endpoint }) => isFor(endpoint, "admin") && !isFor(endpoint, "account"));
  it.each(admins)("$name is forbidden to an artist", async ({ name, endpoint }) => {
    expect((await send(stranger.token, name, endpoint)).status).toBe(403);
  });
  const nodes = calls.filter(({ endpoint }) => isFor(endpoint, "node"));
  it.each(nodes)("$name is forbidden to accounts and to the portal", async ({ name, endpoint }) => {
    expect((await send(stranger.token, name, endpoint)).status).toBe(403);
    expect((await send(SERVICE_TOKEN, name, endpoint)).status).toBe(403);
  });
  const accounts = calls.filter(({ endpoint }) => isFor(endpoint, "account") || isFor(endpoint, "admin"));
  it.each(accounts)("$name is forbidden to a node", async ({ name, endpoint }) => {
    expect((await send(NODE_TOKEN, name, endpoint)).status).toBe(403);
  });
});
