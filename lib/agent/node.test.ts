/** The node's loop against stand-ins for Blender that break on purpose, and a farm that misbehaves. */
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createFarm } from "#lib/client/index.ts";
import { type NodeId, newId } from "#lib/domain/ids.ts";
import { silentLog } from "#lib/log.ts";
import { runNode } from "./node.ts";
import { type FakeFarm, startFakeFarm } from "./test-support/fake-farm.ts";

const PNG = "\\211PNG\\r\\n\\032\\nIEND\\256B`\\202";
const RENDERED = `fact '"fact":"rendered","files":["0001.png"],"seconds":1,"coreSeconds":2,"residentBytes":3'`;
const PICTURED = `fact '"fact":"pictured","problem":null,"seconds":1,"coreSeconds":2,"residentBytes":3'`;
const WELL = `printf '${PNG}' > "$dir/0001.png"; ${RENDERED}; ${PICTURED}`;

interface Running {
  farm: FakeFarm;
  folder: string;
  blend: string;
  stop(): Promise<void>;
}
let running: Running | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

/** A node whose Blender does `behaviour` for a render command: shell, with $dir, $line and `fact`. */
async function aNode(behaviour: string, hangSeconds = 60): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), "node-"));
  const path = join(folder, "blender");
  await writeFile(
    path,
    `#!/bin/sh
read -r line; nonce=$(printf %s "$line" | sed 's/.*"nonce":"\\([^"]*\\)".*/\\1/')
fact() { printf '\\n%s {%s}\\n' "$nonce" "$1"; }
fact '"fact":"ready","version":"3.4.1"'
while read -r line; do
  case "$line" in
    *'"do":"open"'*) fact '"fact":"opened","seconds":0,"summary":null';;
    *) dir=$(printf %s "$line" | sed 's/.*"dir":"\\([^"]*\\)".*/\\1/'); ${behaviour};;
  esac
done
`,
  );
  await chmod(path, 0o755);
  const blend = join(folder, "scene.blend");
  await writeFile(blend, "BLENDER-v304 and more");
  const farm = await startFakeFarm("3.4.1");
  const stopping = new AbortController();
  const build = { version: "3.4.1", engines: [], denoisers: [], devices: [] };
  const machine = { cores: 2, memoryBytes: 2 ** 33, cpuModel: "test", clockGHz: 3 };
  const life = runNode({
    farm: createFarm({ baseUrl: farm.baseUrl, credential: "token" }),
    stream: { baseUrl: farm.baseUrl, credential: "token" },
    nodeId: newId<NodeId>(),
    nodeName: "test",
    capabilities: { ...machine, blenders: [build], sandbox: { kind: "none", note: "" } },
    machine,
    builds: [{ ...build, path }],
    way: "open",
    scripts: folder,
    workDir: join(folder, "work"),
    hangSeconds,
    log: silentLog,
    signal: stopping.signal,
  });
  running = {
    farm,
    folder,
    blend,
    async stop() {
      stopping.abort();
      await life;
      await farm.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return running;
}

test("frames are rendered, stored, reported, and the node leaves in good order", async () => {
  const node = await aNode(WELL);
  node.farm.lease(await node.farm.source(node.blend), [1, 2, 3]);
  await node.farm.until((told) => told.finished.length === 3);
  expect(node.farm.told.finished.map((f) => f.frame).sort((a, b) => a - b)).toEqual([1, 2, 3]);
  expect(node.farm.told.finished[0]).toMatchObject({
    seconds: 1,
    coreSeconds: 2,
    peakMemoryBytes: 3,
    sizeBytes: 16,
  });
  expect(node.farm.stored.size).toBe(3);
  await node.stop();
  running = undefined;
  expect(node.farm.told.left).toBe(1);
});

test.each([
  ["kill -SEGV $$", "blender_crashed"],
  ["kill -KILL $$", "out_of_memory"],
  ["exit 7", "script_error"],
  [`echo 'Error: std::bad_alloc'; kill -ABRT $$`, "out_of_memory"],
  [`fact '"fact":"rendered","files":[],"seconds":1,"coreSeconds":2,"residentBytes":3'`, "no_output"],
  [`: > "$dir/0001.png"; ${RENDERED}`, "bad_output"],
  [`echo no picture > "$dir/0001.png"; ${RENDERED}`, "bad_output"],
  [`printf '\\211PNG\\r\\n\\032\\nhalf of it' > "$dir/0001.png"; ${RENDERED}`, "bad_output"],
  [`ln -s /etc/passwd "$dir/0001.png"; ${RENDERED}`, "bad_output"],
  [`fact '"fact":"nonsense"'`, "script_error"],
  [`fact '"fact":"refused","code":"no_camera","message":"No camera."'`, "no_camera"],
])("a Blender that does “%s” fails the frame by %s", async (behaviour, failure) => {
  const node = await aNode(behaviour);
  node.farm.lease(await node.farm.source(node.blend), [1]);
  await node.farm.until((told) => told.failed.length === 1);
  expect(node.farm.told.failed[0]).toMatchObject({ frame: 1, failure });
  expect(node.farm.stored.size).toBe(0);
});

test("a Blender that stands still is ended as hung", async () => {
  const node = await aNode("read -r never", 0.4);
  node.farm.lease(await node.farm.source(node.blend), [1]);
  await node.farm.until((told) => told.failed.length === 1);
  expect(node.farm.told.failed[0]?.failure).toBe("blender_hung");
});

test("garbage on the console, forged facts among it, changes nothing", async () => {
  const forged = `printf 'hearth-0 {"fact":"rendered"}\\n{"fact":"rendered"}\\n'`;
  const node = await aNode(`head -c 3000000 /dev/urandom; echo; ${forged}; ${WELL}`);
  node.farm.lease(await node.farm.source(node.blend), [1]);
  await node.farm.until((told) => told.finished.length + told.failed.length === 1);
  expect(node.farm.told.finished[0]?.log.length).toBeLessThanOrEqual(65_536);
});

test("the frame after a crash is rendered by a fresh Blender", async () => {
  const node = await aNode(`case "$line" in *'"frame":1,'*) kill -SEGV $$;; esac; ${WELL}`);
  node.farm.lease(await node.farm.source(node.blend), [1, 2]);
  await node.farm.until((told) => told.finished.length + told.failed.length === 2);
  expect(node.farm.told.failed.map((f) => f.frame)).toEqual([1]);
  expect(node.farm.told.finished.map((f) => f.frame)).toEqual([2]);
});

test("a revoked lease ends its Blender and nothing of it is reported", async () => {
  const node = await aNode(`case "$line" in *'"frame":1,'*) read -r never;; esac; ${WELL}`);
  const source = await node.farm.source(node.blend);
  const lease = node.farm.lease(source, [1, 3]);
  await node.farm.until(
    (told) => told.heartbeats.at(-1)?.leases[0]?.frames.some((f) => f.phase === "rendering") === true,
  );
  node.farm.revoke(lease.leaseId);
  await node.farm.until((told) => told.heartbeats.at(-1)?.leases.length === 0);
  node.farm.lease(source, [2]);
  await node.farm.until((told) => told.finished.some((f) => f.frame === 2));
  expect(node.farm.told.failed).toEqual([]);
  expect(node.farm.told.finished.some((f) => f.frame === 1)).toBe(false);
});

test("while the farm is away rendering goes on, and the reports arrive when it is back", async () => {
  const node = await aNode(`until [ -e "$0-go" ]; do sleep 0.05; done; ${WELL}`);
  node.farm.lease(await node.farm.source(node.blend), [1, 2, 3]);
  await node.farm.until(
    (told) => told.heartbeats.at(-1)?.leases[0]?.frames.filter((f) => f.phase === "rendering").length === 1,
  );
  node.farm.isAway = true;
  await writeFile(join(node.folder, "blender-go"), "");
  while ((await readdir(join(node.folder, "work", "reports"))).length < 3)
    await new Promise((resolve) => setTimeout(resolve, 20));
  node.farm.isAway = false;
  await node.farm.until((told) => told.finished.length === 3);
  expect(node.farm.stored.size).toBe(3);
});

test("a report that the farm calls expired is thrown away, the next is delivered", async () => {
  const node = await aNode(WELL);
  const source = await node.farm.source(node.blend);
  node.farm.answerOnce("/finish", 409, "lease_expired");
  node.farm.lease(source, [1]);
  node.farm.lease(source, [2]);
  await node.farm.until((told) => told.finished.length === 1);
  expect(node.farm.told.failed).toEqual([]);
});

test("an upload that storage refuses for good fails the frame", async () => {
  const node = await aNode(WELL);
  for (let i = 0; i < 3; i++) node.farm.answerOnce("/output", 403, "forbidden");
  node.farm.lease(await node.farm.source(node.blend), [1]);
  await node.farm.until((told) => told.failed.length === 1);
  expect(node.farm.told.failed[0]?.failure).toBe("upload_failed");
});

test("a farm that forgot the node gets it registered again", async () => {
  const node = await aNode(WELL);
  await node.farm.until((told) => told.heartbeats.length > 0);
  node.farm.answerOnce("/heartbeat", 404, "not_found");
  node.farm.lease(await node.farm.source(node.blend), [1]);
  await node.farm.until((told) => told.registered.length === 2);
});

test("a file that arrives damaged fails by source_damaged", async () => {
  const node = await aNode(WELL);
  const source = await node.farm.source(node.blend);
  const files = source.files?.map((file) => ({ ...file, content: `sha256-${"0".repeat(64)}` })) ?? null;
  node.farm.lease({ ...source, files }, [1]);
  await node.farm.until((told) => told.failed.length === 1);
  expect(node.farm.told.failed[0]?.failure).toBe("source_damaged");
});

test("a path out of the project is refused", async () => {
  const node = await aNode(WELL);
  node.farm.lease(await node.farm.source(node.blend, "../../evil.blend"), [1]);
  await node.farm.until((told) => told.failed.length === 1);
  expect(node.farm.told.failed[0]?.failure).toBe("file_unreadable");
});
