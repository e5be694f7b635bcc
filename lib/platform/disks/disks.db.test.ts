/** The disks of 2015, request by request: every row of their table, and everything they refuse. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestPlatform, type TestAccount, type TestPlatform } from "../test-platform.ts";
import { MAX_DISKS } from "./create.ts";
import { form, type Qapy, qapy, sha1Of, syncDirectory } from "./test-qapy.ts";

const run = promisify(execFile);

let farm: TestPlatform;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());

let owner: TestAccount;
let client: Qapy;
beforeEach(async () => {
  owner = await farm.anAccount();
  client = qapy(farm.baseUrl, owner.token);
});

async function aDisk(description = 'Resources: "BigBuckBunny_Intro"'): Promise<string> {
  const made = (await client.json("POST", "/disks", { description, locked: false })) as Record<
    string,
    string
  >;
  expect(made.guid).toBe(made.uuid);
  return made.guid ?? "";
}
const list = async () => (await client.json("GET", "/disks")) as { id: string; locked: boolean }[];
const refusal = async (...said: Parameters<Qapy["say"]>) => {
  const { status, bytes } = await client.say(...said);
  return { status, message: (JSON.parse(bytes.toString("utf8")) as { message: string }).message };
};

describe("a disk", () => {
  it("is made, looked at, changed and deleted, always by 200", async () => {
    const id = await aDisk();
    await client.upload(id, "/Intro.blend", Buffer.from("BLENDER"));
    expect(await client.json("GET", `/disks/${id}`)).toMatchObject({
      id,
      uuid: id,
      description: 'Resources: "BigBuckBunny_Intro"',
      fileCount: 1,
      usedSpaceBytes: 7,
      locked: false,
      global: false,
      readOnly: false,
    });
    expect(await client.json("PUT", `/disks/${id}`, { description: "mine", locked: true })).toBeNull();
    expect(await client.json("GET", `/disks/${id}`)).toMatchObject({ description: "mine", locked: true });
    expect(await client.must("DELETE", `/disks/${id}`)).toHaveLength(0);
    expect(await refusal("GET", `/disks/${id}`)).toEqual({ status: 404, message: "No such disk" });
    expect(await list()).toEqual([]);
  });

  it("is first in the list when it was used last, never a result or a project", async () => {
    const project = await farm.aProject(owner);
    await farm.aJob(owner, { bucket: project.bucket });
    expect(await list()).toEqual([]);
    const [first, second] = [await aDisk("one"), await aDisk("two")];
    await farm.db.query("update buckets set used_at = now() - interval '1 hour' where id = any($1::uuid[])", [
      [first, second],
    ]);
    await client.upload(first, "/a", Buffer.from("a"));
    const ids = (await list()).map((disk) => disk.id);
    expect(ids.slice(0, 2)).toEqual([first, second]);
    const kinds = await farm.db.query<{ kind: string }>(
      "select kind from buckets b, unnest($1::uuid[]) with ordinality as t(id, place) where b.id = t.id order by place",
      [ids],
    );
    expect(kinds.map((row) => row.kind)).toEqual(["disk", "disk", "result"]);
  });

  it("is the account's own, and none is everybody's", async () => {
    const id = await aDisk();
    await client.upload(id, "/a", Buffer.from("a"));
    const other = qapy(farm.baseUrl, (await farm.anAccount()).token);
    const calls: [string, string, string?][] = [
      ["GET", `/disks/${id}`],
      ["PUT", `/disks/${id}`, "{}"],
      ["DELETE", `/disks/${id}`],
      ["GET", `/disks/tree/${id}`],
      ["GET", `/disks/list/${id}/`],
      ["GET", `/disks/${id}//a`],
      ["DELETE", `/disks/${id}//a`],
      ["GET", `/disks/archive/${id}.zip`],
      ["POST", `/disks/link/${id}`, "[]"],
    ];
    for (const [method, path, body] of calls) {
      const said = await other.say(method, path, body, { "content-type": "application/json" });
      expect([path, said.status, JSON.parse(said.bytes.toString())]).toMatchObject([
        path,
        404,
        { message: "No such disk" },
      ]);
    }
    expect(await client.json("GET", "/disks/global")).toEqual([]);
    const wish = JSON.stringify({ global: true });
    expect(await refusal("PUT", `/disks/${id}`, wish, { "content-type": "application/json" })).toMatchObject({
      status: 403,
    });
  });

  it("too many are refused, and /force lets the oldest go that is not locked", async () => {
    const locked = await aDisk("locked");
    await client.json("PUT", `/disks/${locked}`, { locked: true });
    const oldest = await aDisk("oldest");
    await farm.db.query("update buckets set used_at = now() - interval '1 day' where id = any($1::uuid[])", [
      [locked, oldest],
    ]);
    for (let n = 2; n < MAX_DISKS; n++) await aDisk("more");
    const body = JSON.stringify({ description: "one more" });
    const headers = { "content-type": "application/json" };
    expect(await refusal("POST", "/disks", body, headers)).toMatchObject({
      status: 403,
      message: expect.stringContaining("Maximum number of disks reached"),
    });
    await client.json("POST", "/disks/force", { description: "one more" });
    const ids = (await list()).map((disk) => disk.id);
    expect(ids).toHaveLength(MAX_DISKS);
    expect(ids).toContain(locked);
    expect(ids).not.toContain(oldest);
  });
});

describe("files", () => {
  it("are listed with exactly five keys, and no folders", async () => {
    const id = await aDisk();
    await client.upload(id, "/textures/deep/a.png", Buffer.from("abc"));
    const [entry, ...others] = await client.tree(id);
    expect(others).toEqual([]);
    expect(Object.keys(entry ?? {}).sort((a, b) => a.localeCompare(b))).toEqual([
      "fileFlags",
      "lastChange",
      "name",
      "sha1Sum",
      "size",
    ]);
    expect(entry).toMatchObject({
      name: "/textures/deep/a.png",
      size: 3,
      fileFlags: "file",
      sha1Sum: sha1Of(Buffer.from("abc")),
      lastChange: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
  });

  it("are listed one level at a time, by names in it", async () => {
    const id = await aDisk();
    for (const path of ["/a", "/dir/b", "/dir/in/c"]) await client.upload(id, path, Buffer.from(path));
    const names = async (path: string) =>
      ((await client.json("GET", `/disks/list/${id}${path}`)) as { name: string; fileFlags: string }[]).map(
        ({ name, fileFlags }) => `${name} ${fileFlags}`,
      );
    expect(await names("")).toEqual(["a file", "dir directory"]);
    expect(await names("//")).toEqual(["a file", "dir directory"]);
    expect(await names("//dir")).toEqual(["b file", "in directory"]);
    expect(await names("/dir/in/")).toEqual(["c file"]);
    expect(await refusal("GET", `/disks/list/${id}/nowhere`)).toEqual({
      status: 404,
      message: "No such file",
    });
  });

  it.each([
    ["/plain.png"],
    ["/with space/a b.png"],
    ["/#1 100% ?.png"],
    ["/ünï/日本 🎬.blend"],
    ["/.hidden"],
    ["/+&=;'~.txt"],
  ])("keep their name on the way in, in the list and on the way out: %s", async (path) => {
    const id = await aDisk();
    const content = Buffer.from(`content of ${path}`);
    await client.upload(id, path, content);
    expect((await client.tree(id)).map((entry) => entry.name)).toEqual([path]);
    expect(await client.download(id, path)).toEqual(content);
    await client.json("PUT", `/disks/${id}/${client.quoted(path)}`, { executable: true });
    expect((await client.tree(id))[0]?.fileFlags).toBe("executableFile");
    await client.remove(id, path);
    expect(await client.tree(id)).toEqual([]);
  });

  it("of no bytes, and of many, arrive whole", async () => {
    const id = await aDisk();
    const large = Buffer.alloc(5 * 1024 ** 2, "0123456789abcdef");
    await client.upload(id, "/empty", Buffer.alloc(0));
    await client.upload(id, "/large", large);
    expect(await client.download(id, "/empty")).toHaveLength(0);
    expect((await client.download(id, "/large")).equals(large)).toBe(true);
    const entries = new Map((await client.tree(id)).map((entry) => [entry.name, entry]));
    expect(entries.get("/large")).toMatchObject({ size: large.length, sha1Sum: sha1Of(large) });
    expect(entries.get("/empty")).toMatchObject({ size: 0, sha1Sum: sha1Of(Buffer.alloc(0)) });
  });

  it("that are replaced lose what was known of the ones before", async () => {
    const id = await aDisk();
    await client.upload(id, "/run.sh", Buffer.from("old"));
    await client.json("PUT", `/disks/${id}//run.sh`, { executable: true });
    await client.upload(id, "/run.sh", Buffer.from("new"));
    expect((await client.tree(id))[0]).toMatchObject({
      fileFlags: "file",
      sha1Sum: sha1Of(Buffer.from("new")),
    });
  });

  it("get further names by links, and other ones by moves", async () => {
    const id = await aDisk();
    await client.upload(id, "/textures/a.png", Buffer.from("abc"));
    await client.json("POST", `/disks/link/${id}`, [
      { target: "/textures/a.png", linkName: "/textures/b.png" },
    ]);
    await client.remove(id, "/textures/a.png");
    expect((await client.tree(id)).map((entry) => [entry.name, entry.sha1Sum])).toEqual([
      ["/textures/b.png", sha1Of(Buffer.from("abc"))],
    ]);
    await client.json("POST", `/disks/move/${id}`, [{ source: "/textures", dest: "/tex" }]);
    expect((await client.tree(id)).map((entry) => entry.name)).toEqual(["/tex/b.png"]);
    await client.upload(id, "/there", Buffer.from("x"));
    const headers = { "content-type": "application/json" };
    const move = JSON.stringify([{ source: "/tex/b.png", dest: "/there" }]);
    expect((await refusal("POST", `/disks/move/${id}`, move, headers)).status).toBe(409);
    const link = JSON.stringify([{ target: "/nowhere", linkName: "/x" }]);
    expect(await refusal("POST", `/disks/link/${id}`, link, headers)).toEqual({
      status: 404,
      message: "No such file",
    });
    expect(await client.tree(id)).toHaveLength(2);
  });

  it("are synced as sync_directory does: stale ones go, equal ones are linked, known ones stay", async () => {
    const id = await aDisk();
    await client.upload(id, "/old.txt", Buffer.from("old"));
    await client.upload(id, "/Intro.blend", Buffer.from("BLENDER"));
    const files = {
      "/Intro.blend": Buffer.from("BLENDER"),
      "/textures/a.png": Buffer.from("same"),
      "/textures/b.png": Buffer.from("same"),
    };
    await syncDirectory(client, id, files, true);
    expect((await client.tree(id)).map((entry) => entry.name)).toEqual(Object.keys(files));
  });

  it("come as an archive that tells its length and that other programs open", async () => {
    const id = await aDisk();
    const long = `/${"folder/".repeat(20)}long name.png`;
    const files: Record<string, Buffer> = {
      "/a.txt": Buffer.from("a"),
      "/ünï/日本.png": Buffer.alloc(200_000, "x"),
      [long]: Buffer.from("long"),
      "/empty": Buffer.alloc(0),
    };
    for (const [path, content] of Object.entries(files)) await client.upload(id, path, content);
    const folder = await mkdtemp(join(tmpdir(), "archive-"));
    try {
      for (const [kind, open] of [
        ["tar", ["tar", "xf"]],
        ["tgz", ["tar", "xzf"]],
      ] as const) {
        const said = await client.say("GET", `/disks/archive/${id}.${kind}`);
        expect(said.headers["content-length"]).toBe(String(said.bytes.length));
        await writeFile(join(folder, `disk.${kind}`), said.bytes);
        const into = await mkdtemp(join(folder, kind));
        await run(open[0], [open[1], join(folder, `disk.${kind}`), "-C", into]);
        expect(await readdir(into)).toHaveLength(4);
        for (const [path, content] of Object.entries(files))
          expect((await readFile(join(into, path))).equals(content)).toBe(true);
      }
      const zip = await client.must("GET", `/disks/archive/${id}.zip`);
      expect(zip.subarray(0, 2).toString()).toBe("PK");
      expect(zip.includes(Buffer.from("ünï/日本.png"))).toBe(true);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    expect((await refusal("GET", `/disks/archive/${id}.rar`)).status).toBe(400);
    expect(await refusal("GET", "/disks/archive/none.zip")).toEqual({ status: 404, message: "No such disk" });
  });
});

describe("a task over a disk", () => {
  const aTask = (change: Record<string, unknown>) => ({
    name: "BigBuckBunny_Intro",
    profile: "blender",
    constants: [
      { key: "BLEND_FILE", value: "Intro.blend" },
      { key: "BLEND_CYCLES_SAMPLES", value: 1000 },
    ],
    constraints: [],
    ...change,
  });
  const filled = async () => {
    const id = await aDisk();
    await client.upload(id, "/Intro.blend", Buffer.from("BLENDER-v304"));
    await client.upload(id, "/textures/a.png", Buffer.from("a"));
    return id;
  };
  const submit = async (change: Record<string, unknown>, path = "/tasks") =>
    ((await client.json("POST", path, aTask(change))) as { guid: string }).guid;
  const look = (task: string) => client.json("GET", `/tasks/${task}`);

  it.each([
    ["[1-25] of 2015, both ends rendered", { advancedRanges: "[1-25]" }, "1-25", 25],
    ["the range as frameCount, as before 2015-09", { frameCount: "[1-25]" }, "1-25", 25],
    ["a count", { frameCount: 3 }, null, 3],
  ])("takes %s", async (_, range, advancedRanges, count) => {
    const disk = await filled();
    const task = await submit({ resourceDisk: disk, ...range });
    expect(await look(task)).toMatchObject({
      id: task,
      guid: task,
      uuid: task,
      resourceDisk: disk,
      resultDisk: expect.any(String),
      advancedRanges,
      totalInstanceCount: count,
      executionCluster: {},
      errorReason: "",
    });
  });

  it("renders all files of the disk as they were, also when the disk is deleted at once", async () => {
    const disk = await filled();
    await submit({ resourceDisk: disk, advancedRanges: "[1-2]" }, "/tasks/force");
    await client.must("DELETE", `/disks/${disk}`);
    const work = await (await farm.aNode()).acquire({ inspectionsOnly: true });
    expect(work?.source.files?.map((file) => file.path)).toEqual(["Intro.blend", "textures/a.png"]);
  });

  it("is stopped by its first DELETE, and gone for scripts by the second", async () => {
    const task = await submit({ resourceDisk: await filled(), advancedRanges: "[1-2]" });
    await client.must("DELETE", `/tasks/${task}`);
    expect(await look(task)).toMatchObject({ state: "Cancelled" });
    await client.must("DELETE", `/tasks/${task}`);
    expect((await client.say("GET", `/tasks/${task}`)).status).toBe(404);
    expect((await client.say("DELETE", `/tasks/${task}`)).status).toBe(404);
    expect(await client.json("GET", "/tasks")).toEqual([]);
    const page = await client.json("POST", "/tasks/paginate", {});
    expect(page).toMatchObject({ data: [], total: 0 });
    expect((await owner.farm.jobs.list({ query: {} })).map((job) => job.id)).toEqual([task]);
  });

  it("of a disk that is not there, or is another account's, is refused", async () => {
    const theirs = await filled();
    const other = qapy(farm.baseUrl, (await farm.anAccount()).token);
    for (const resourceDisk of ["00000000-0000-7000-8000-000000000000", theirs]) {
      const body = JSON.stringify(aTask({ resourceDisk, advancedRanges: "[1-2]" }));
      const said = await other.say("POST", "/tasks", body, { "content-type": "application/json" });
      expect([said.status, JSON.parse(said.bytes.toString())]).toMatchObject([
        404,
        { message: "No such disk" },
      ]);
    }
  });

  it("whose file is not on the disk is refused by its name", async () => {
    const body = JSON.stringify(aTask({ resourceDisk: await aDisk(), advancedRanges: "[1-2]" }));
    expect(await refusal("POST", "/tasks", body, { "content-type": "application/json" })).toMatchObject({
      status: 400,
      message: expect.stringContaining("Intro.blend"),
    });
  });
});

describe("what is refused changes nothing", () => {
  const nobody = "00000000-0000-7000-8000-000000000000";

  it.each([
    ["GET", `/disks/${nobody}`, "No such disk"],
    ["GET", "/disks/no-id-at-all", "No such disk"],
    ["GET", `/disks/tree/${nobody}`, "No such disk"],
    ["GET", `/disks/${nobody}//a`, "No such disk"],
    ["DELETE", `/disks/${nobody}`, "No such disk"],
    ["DELETE", `/disks/${nobody}//a`, "No such disk"],
  ])("%s %s: %s", async (method, path, message) => {
    expect(await refusal(method, path)).toEqual({ status: 404, message });
  });

  it("a file that is not there", async () => {
    const id = await aDisk();
    for (const [method, body] of [["GET"], ["DELETE"], ["PUT", '{"executable":true}']] as const)
      expect(
        await refusal(method, `/disks/${id}//nothing`, body, { "content-type": "application/json" }),
      ).toEqual({ status: 404, message: "No such file" });
  });

  it("a wrong token, and none", async () => {
    const id = await aDisk();
    for (const token of [null, "wrong", `${owner.token}x`]) {
      const stranger = qapy(farm.baseUrl, token);
      for (const [method, path] of [
        ["GET", "/disks"],
        ["POST", "/disks"],
        ["GET", `/disks/tree/${id}`],
        ["POST", `/disks/${id}//`],
        ["GET", `/disks/${id}//a`],
      ] as const)
        expect((await stranger.say(method, path)).status).toBe(401);
    }
  });

  it("a form that is none, has no file, or breaks off", async () => {
    const id = await aDisk();
    const { body, headers } = form("a.png", Buffer.from("content"));
    const other = form("a.png", Buffer.from("content"), "another");
    const cases: [Buffer | string, Record<string, string>][] = [
      ["{}", { "content-type": "application/json" }],
      ["", headers],
      [body.subarray(0, body.length - 20), headers],
      [other.body, other.headers],
    ];
    for (const [sent, sentHeaders] of cases)
      expect((await refusal("POST", `/disks/${id}//`, sent, sentHeaders)).status).toBe(400);
    expect(await client.tree(id)).toEqual([]);
  });

  it("a path that leads out, in the address or in the form", async () => {
    const id = await aDisk();
    const { body, headers } = form("a.png", Buffer.from("x"));
    expect((await refusal("POST", `/disks/${id}//%2e%2e%2f%2e%2e%2fetc`, body, headers)).status).toBe(400);
    expect((await refusal("GET", `/disks/${id}//..%2f..%2fetc%2fpasswd`)).status).toBe(400);
    // A folder in a form's file name is none: only its last part counts.
    const evil = form("../../evil.png", Buffer.from("x"));
    await client.must("POST", `/disks/${id}//`, evil.body, evil.headers);
    expect((await client.tree(id)).map((entry) => entry.name)).toEqual(["/evil.png"]);
  });
});
