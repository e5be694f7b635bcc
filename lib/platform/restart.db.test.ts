/** A whole platform on a folder: uploads through its own storage, and a stop in the middle that loses nothing. */
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFarm, type Farm } from "#lib/client/index.ts";
import { newId, type NodeId } from "#lib/domain/ids.ts";
import { silentLog } from "#lib/log.ts";
import { createPlatform, type RunningPlatform } from "./index.ts";
import { aSummary, aTask, someCapabilities } from "./test-platform.ts";

const ADMIN = {
  email: "admin@example.org",
  password: "an administrator's",
  token: "hat_of-the-configuration",
};
const BLEND = Buffer.concat([Buffer.from("BLENDER-v304RENDH"), Buffer.alloc(17 * 1024 ** 2, 7)]);
const sha256 = (bytes: Buffer, encoding: "hex" | "base64") =>
  createHash("sha256").update(bytes).digest(encoding);

let folder: string;
let sampleScene: string | null = null;
const servers: { api: Server; storage: Server } = { api: createServer(), storage: createServer() };
const origins = { api: "", storage: "" };
let running: RunningPlatform | null = null;

const listen = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

async function start(): Promise<RunningPlatform> {
  running = await createPlatform({
    databaseUrl: `pglite://${folder}/db`,
    storageUrl: `file://${folder}/objects`,
    storageOrigin: origins.storage,
    apiOrigin: origins.api,
    corsOrigins: ["http://portal.test"],
    secrets: { signing: "s".repeat(32), serviceToken: "the service's", nodeToken: "the nodes'" },
    admin: ADMIN,
    newAccountCredits: 50,
    sampleScene: () => sampleScene,
    log: silentLog,
    checksReplies: true,
  });
  servers.api.on("request", running.apiListener);
  if (running.storageListener) servers.storage.on("request", running.storageListener);
  await running.start();
  return running;
}

async function stop(): Promise<void> {
  for (const server of Object.values(servers)) {
    server.removeAllListeners("request");
    server.closeAllConnections();
  }
  await running?.close();
  running = null;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hearth-platform-"));
  servers.api = createServer();
  servers.storage = createServer();
  origins.api = await listen(servers.api);
  origins.storage = await listen(servers.storage);
});
afterEach(async () => {
  await stop();
  await Promise.all(Object.values(servers).map((s) => new Promise((resolve) => s.close(resolve))));
  await rm(folder, { recursive: true, force: true });
});

const as = (credential: string) => createFarm({ baseUrl: origins.api, credential });

async function putParts(upload: Awaited<ReturnType<Farm["uploads"]["get"]>>, only?: number): Promise<void> {
  for (const part of upload.parts) {
    if (part.url === null || (only !== undefined && part.number !== only)) continue;
    const from = (part.number - 1) * upload.partSizeBytes;
    const bytes = BLEND.subarray(from, from + part.sizeBytes);
    const checksum = sha256(bytes, "base64");
    const answer = await fetch(part.url, {
      method: "PUT",
      body: bytes,
      headers: { "x-amz-checksum-sha256": checksum },
    });
    expect(answer.status).toBe(200);
  }
}

it("an upload, a lease and a job survive restarts of the platform in the middle", async () => {
  const first = await start();
  expect(first.firstAdmin).toEqual({ email: ADMIN.email, password: null });
  const artist = as(ADMIN.token);
  const begun = await artist.uploads.begin({ body: { name: "ünï.blend", sizeBytes: BLEND.length } });
  expect(begun.parts).toHaveLength(2);
  await putParts(begun, 1);
  await stop();

  expect((await start()).firstAdmin).toBeNull();
  const resumed = await artist.uploads.get({ params: { uploadId: begun.id } });
  expect(resumed.parts.map((p) => p.isDone)).toEqual([true, false]);
  await putParts(resumed);
  const whole = sha256(BLEND, "hex");
  const project = await artist.uploads.complete({ params: { uploadId: begun.id }, body: { sha256: whole } });
  expect(project).toMatchObject({
    state: "inspecting",
    sha256: whole,
    name: "ünï.blend",
    sizeBytes: BLEND.length,
  });
  expect(await artist.uploads.complete({ params: { uploadId: begun.id }, body: {} })).toEqual(project);
  expect(await artist.uploads.list()).toEqual([]);

  const node = as("the nodes'");
  const nodeId = newId<NodeId>();
  await node.nodes.register({ body: { nodeId, name: "n", capabilities: someCapabilities() } });
  const ask = { nodeId, openSources: [], slots: 1, coresPerFrame: 4, waitSeconds: 5 };
  const inspection = await node.leases.acquire({ body: ask });
  if (inspection?.kind !== "inspection") return expect.unreachable();
  const source = await fetch(inspection.source.files?.[0]?.url ?? "");
  expect(sha256(Buffer.from(await source.arrayBuffer()), "hex")).toBe(whole);
  await node.inspections.finish({
    params: inspection,
    body: { result: { kind: "summary", summary: aSummary() } },
  });
  const { uuid } = await artist.tasks.submit({
    body: aTask(project.bucket, "1-2", { constants: [{ key: "BLEND_FILE", value: project.blendFile }] }),
  });
  const lease = await node.leases.acquire({ body: ask });
  if (lease?.kind !== "render") return expect.unreachable();
  await stop();

  await start();
  const [frame] = lease.frames;
  if (frame === undefined) return expect.unreachable();
  const picture = Buffer.from("a picture");
  expect((await fetch(frame.outputUrl, { method: "PUT", body: picture })).status).toBe(200);
  await node.leases.finish({
    params: { leaseId: lease.leaseId, frame: frame.frame },
    body: {
      seconds: 1,
      coreSeconds: 1,
      peakMemoryBytes: null,
      log: "",
      sizeBytes: picture.length,
      hasPreview: false,
      hasThumbnail: false,
    },
  });
  const job = await artist.jobs.get({ params: { jobId: uuid } });
  expect(job).toMatchObject({ state: "active", counts: { completed: 1, queued: 1 } });
  const detail = await artist.jobs.frame({ params: { jobId: uuid, frame: 1 } });
  expect(await (await fetch(detail.outputUrl ?? "")).text()).toBe("a picture");
  expect(await node.leases.acquire({ body: ask })).toMatchObject({ frames: [{ frame: 2 }] });
});

it("the sample scene becomes a project of the caller's, once it is there", async () => {
  sampleScene = null;
  await start();
  const artist = as(ADMIN.token);
  await expect(artist.projects.sample()).rejects.toMatchObject({ code: "unavailable", status: 503 });
  sampleScene = join(folder, "sample.blend");
  await writeFile(sampleScene, BLEND);
  const project = await artist.projects.sample();
  expect(project).toMatchObject({ name: "sample.blend", sha256: sha256(BLEND, "hex"), state: "inspecting" });
});

it("a second platform on the same folder is refused, and the first goes on", async () => {
  await start();
  const other = running;
  await expect(start()).rejects.toMatchObject({ code: "database_locked" });
  running = other;
  expect((await as(ADMIN.token).accounts.me()).role).toBe("admin");
});
