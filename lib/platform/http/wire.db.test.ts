/** The manners of Qarnot's wire: what its clients of ten years send, byte for byte, and what they must get. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestPlatform, type TestAccount, type TestPlatform } from "../test-platform.ts";
import { wire, type WireAnswer, type WireRequest } from "../test-wire.ts";

let farm: TestPlatform;
let owner: TestAccount;
let admin: TestAccount;
let bucket: string;
beforeAll(async () => {
  farm = await openTestPlatform();
  [owner, admin] = [await farm.anAccount({ credits: 1000 }), await farm.anAccount({ role: "admin" })];
  bucket = (await farm.aProject(owner)).bucket;
});
afterAll(() => farm.close());

const send = (path: string, sent: Partial<WireRequest> = {}) =>
  wire(farm.baseUrl, path, { token: owner.token, ...sent });
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  send(path, { method: "POST", body: JSON.stringify(body), headers });
const aTask = (change: Record<string, unknown> = {}) => ({
  name: "wire",
  profile: "blender",
  resourceBuckets: [bucket],
  constants: [{ key: "BLEND_FILE", value: "scene.blend" }],
  advancedRanges: "1-2",
  ...change,
});

describe("an address", () => {
  it.each(["/info", "//info", "/info/", "/v1/info", "//v1/info", "/v1//info/", "/Info", "/v2/info"])(
    "%s is /info, without a redirect",
    async (path) => {
      const answer = await send(path);
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.text)).toMatchObject({ email: owner.email });
    },
  );
  it("/ tells whether the token is good, with nothing in the answer", async () => {
    for (const path of ["/", "/v1", "/v1/"])
      expect(await send(path)).toMatchObject({ status: 200, text: "", headers: { "content-length": "0" } });
    for (const token of [null, "wrong", `${owner.token}x`])
      expect((await send("/", { token })).status).toBe(401);
  });
  it("of settings and versions needs no token, and a wrong one does no harm", async () => {
    for (const token of [null, "wrong"]) {
      expect((await send("//settings", { token })).status).toBe(200);
      expect(JSON.parse((await send("/versions", { token })).text)).toEqual([
        { version: "v1", endOfLife: null },
      ]);
    }
  });
});

describe("a token", () => {
  it("is taken bare and as a bearer, and ends when it is revoked", async () => {
    const { token, apiToken } = await owner.farm.tokens.create({ body: { name: "short" } });
    expect((await send("/info", { token })).status).toBe(200);
    expect((await send("/info", { token: `Bearer ${token}` })).status).toBe(200);
    await owner.farm.tokens.revoke({ params: { tokenId: apiToken.id } });
    const answer = await send("/info", { token });
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toMatchObject({ message: expect.stringContaining("revoked") });
  });
});

describe("a body", () => {
  it("in PascalCase, as C# writes it, is the same task", async () => {
    const answer = await post("/tasks", {
      Name: "from C#",
      Shortname: null,
      Profile: "blender",
      PoolUuid: null,
      InstanceCount: 0,
      AdvancedRanges: "1-2",
      Constants: [
        { Key: "BLEND_FILE", Value: "scene.blend" },
        { Key: "Mine", Value: "Kept" },
      ],
      ResourceBuckets: [bucket],
      Tags: null,
    });
    expect(answer.status).toBe(200);
    const { uuid } = JSON.parse(answer.text) as { uuid: string };
    const task = JSON.parse((await send(`/tasks/${uuid}`)).text) as { constants: unknown };
    expect(task).toMatchObject({ name: "from C#", advancedRanges: "1-2" });
    expect(task.constants).toContainEqual({ key: "Mine", value: "Kept" });
  });
  it("may be missing, or form encoding with nothing in it, on an action", async () => {
    for (const headers of [undefined, { "content-type": "application/x-www-form-urlencoded" }]) {
      const { uuid } = JSON.parse((await post("/tasks", aTask())).text) as { uuid: string };
      expect(await send(`/tasks/${uuid}/abort`, { method: "POST", headers })).toMatchObject({
        status: 200,
        text: "",
        headers: { "content-length": "0" },
      });
    }
  });
  it("is read whatever its type says, with a byte order mark too", async () => {
    const text = JSON.stringify(aTask());
    for (const [type, body] of [
      ["text/plain", text],
      ["application/x-www-form-urlencoded", text],
      ["application/json", `\uFEFF${text}`],
    ] as const)
      expect((await send("/tasks", { method: "POST", body, headers: { "content-type": type } })).status).toBe(
        200,
      );
  });
  it("comes with a GET too: Go says it is JSON", async () => {
    expect((await send("/v1/info", { headers: { "content-type": "application/json" } })).status).toBe(200);
  });
});

describe("a fault of the caller's is a 4xx with a message, never what clients repeat", () => {
  const refused: [string, () => Promise<WireAnswer>, number][] = [
    ["malformed JSON", () => send("/tasks", { method: "POST", body: '{"name":' }), 400],
    ["a number where a task is expected", () => post("/tasks", 7), 400],
    ["no name", () => post("/tasks", aTask({ name: undefined })), 400],
    ["U+0000 in a name", () => post("/tasks", aTask({ name: "a\u0000b" })), 400],
    ["half a character in a name", () => post("/tasks", aTask({ name: "\ud800" })), 400],
    ["a bucket that is not there", () => post("/tasks", aTask({ resourceBuckets: ["nowhere"] })), 404],
    ["no such task", () => send("/tasks/00000000-0000-4000-8000-000000000000"), 404],
    ["no such path", () => send("/nothing/here"), 404],
    ["a path with ../", () => send("/tasks/../../etc/passwd"), 404],
    ["a path that is no UTF-8", () => send("/tasks/%ff%00"), 404],
    ["a method that is not there", () => send("/info", { method: "DELETE" }), 404],
  ];
  it.each(refused)("%s", async (_name, call, status) => {
    const answer = await call();
    expect(answer.status).toBe(status);
    const body = JSON.parse(answer.text) as { message: string };
    expect(body.message).not.toBe("");
    expect(answer.headers["content-length"]).toBe(String(Buffer.byteLength(answer.text)));
    expect(answer.headers["transfer-encoding"]).toBeUndefined();
  });
});

describe("QarnotReadOnlyRequestForAccount", () => {
  const header = () => ({ qarnotreadonlyrequestforaccount: owner.email.toUpperCase() });
  it("shows an administrator what that account sees", async () => {
    const { uuid } = JSON.parse((await post("/tasks", aTask())).text) as { uuid: string };
    const seen = await send("/info", { token: admin.token, headers: header() });
    expect(JSON.parse(seen.text)).toMatchObject({ email: owner.email });
    const tasks = JSON.parse((await send("/tasks", { token: admin.token, headers: header() })).text) as {
      uuid: string;
    }[];
    expect(tasks.map((t) => t.uuid)).toContain(uuid);
  });
  it("changes nothing, of neither account", async () => {
    const before = await admin.farm.tasks.list({ query: {} });
    const answer = await send("/tasks", {
      method: "POST",
      token: admin.token,
      headers: header(),
      body: JSON.stringify(aTask()),
    });
    expect(answer.status).toBe(403);
    expect(await admin.farm.tasks.list({ query: {} })).toEqual(before);
  });
  it("is not for artists, and an unknown account is not there", async () => {
    const asked = { headers: { qarnotreadonlyrequestforaccount: admin.email } };
    expect((await send("/info", asked)).status).toBe(403);
    for (const email of ["nobody@example.org", "no address"])
      expect(
        (await send("/info", { token: admin.token, headers: { qarnotreadonlyrequestforaccount: email } }))
          .status,
      ).toBe(404);
  });
});

it("HEAD answers as GET does, without the body", async () => {
  const [get, head] = [await send("/versions"), await send("/versions", { method: "HEAD" })];
  expect([head.status, head.text, head.headers["content-length"]]).toEqual([
    200,
    "",
    get.headers["content-length"],
  ]);
});
