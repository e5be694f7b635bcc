/**
 * Test support: a whole platform behind HTTP on a database of its own, and builders that mint what a test needs: an
 * account, a project, a job, a node. The clock is the test's.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createFarm, type Farm } from "#lib/client/index.ts";
import type { TaskCreationInput } from "#lib/contract/qarnot/task.ts";
import type { BlendScene, BlendSummary } from "#lib/domain/blend-summary.ts";
import {
  type AccountId,
  type InspectionId,
  type JobId,
  newId,
  type NodeId,
  type ProjectId,
} from "#lib/domain/ids.ts";
import type { RenderLease } from "#lib/contract/farm/nodes.ts";
import type { NodeCapabilities } from "#lib/domain/node.ts";
import { silentLog } from "#lib/log.ts";
import { createAccount } from "./accounts/create.ts";
import { hashToken, newToken } from "./accounts/credential-text.ts";
import { insertToken } from "./accounts/rows.ts";
import { assemblePlatform } from "./assemble.ts";
import { type Ctx, type Platform, systemContext } from "./context.ts";
import type { Database } from "./db/database.ts";
import { openTestDatabase } from "./db/test-database.ts";
import { ensureTokens } from "./first-start.ts";
import { createRouter } from "./http/router.ts";
import { concludeInspection } from "./inspections/finish.ts";
import { createMemoryStore, type MemoryStore } from "./memory-store.ts";
import { openEventFeed } from "./outbox/listen.ts";
import { bucketOf } from "./projects/bucket.ts";
import { createProject } from "./projects/create.ts";
import { openFrameQueue } from "./queue/open.ts";
import { fixSource } from "./sources/fix.ts";

export const NODE_TOKEN = "node-token-of-the-tests";
export const SERVICE_TOKEN = "service-token-of-the-tests";

export const aScene = (change: Partial<BlendScene> = {}): BlendScene => ({
  name: "Scene",
  isActive: true,
  frameStart: 1,
  frameEnd: 250,
  frameStep: 1,
  fps: 24,
  width: 100,
  height: 100,
  percentage: 100,
  engine: "CYCLES",
  engineName: "Cycles",
  samples: 4,
  usesDenoising: false,
  format: "PNG",
  isMovieFormat: false,
  extension: ".png",
  cameras: ["Camera"],
  activeCamera: "Camera",
  usesCompositor: false,
  usesSequencer: false,
  ...change,
});
export const aSummary = (change: Partial<BlendSummary> = {}): BlendSummary => ({
  savedBy: "3.4.1",
  readBy: "3.4.1",
  scenes: [aScene()],
  missingFiles: [],
  ...change,
});
export const someCapabilities = (change: Partial<NodeCapabilities> = {}): NodeCapabilities => ({
  cores: 4,
  memoryBytes: 8e9,
  cpuModel: "test",
  blenders: [{ version: "3.4.1", engines: ["CYCLES", "BLENDER_WORKBENCH"], denoisers: [], devices: ["CPU"] }],
  sandbox: { kind: "bubblewrap", note: "" },
  ...change,
});

export interface TestAccount {
  id: AccountId;
  email: string;
  password: string;
  token: string;
  farm: Farm;
}
export interface TestNode {
  id: NodeId;
  farm: Farm;
  acquire(
    change?: Partial<Parameters<Farm["leases"]["acquire"]>[0]["body"]>,
  ): ReturnType<Farm["leases"]["acquire"]>;
  /** A lease that must be there. */
  lease(): Promise<RenderLease>;
  beat(leases?: RenderLease[]): Promise<string[]>;
  /** Stores the frame's file and reports it. */
  deliver(lease: RenderLease, frame?: number, coreSeconds?: number, joules?: number): Promise<void>;
  finish(lease: RenderLease, frame: number, coreSeconds?: number, joules?: number): Promise<void>;
  fail(lease: RenderLease, frame: number, failure: "blender_crashed" | "no_camera"): Promise<void>;
}

export interface TestPlatform {
  platform: Platform;
  db: Database;
  objects: MemoryStore;
  baseUrl: string;
  system: Ctx;
  /** Moves the platform's clock. Units: seconds. */
  pass(seconds: number): void;
  farmAs(credential: string | null): Farm;
  anAccount(options?: { credits?: number; role?: "artist" | "admin" }): Promise<TestAccount>;
  aProject(owner: TestAccount, summary?: BlendSummary | null): Promise<{ id: ProjectId; bucket: string }>;
  aJob(
    owner: TestAccount,
    options?: { frames?: string; bucket?: string; task?: Partial<TaskCreationInput> },
  ): Promise<JobId>;
  aNode(capabilities?: Partial<NodeCapabilities>): Promise<TestNode>;
  close(): Promise<void>;
}

export const aTask = (
  bucket: string,
  frames: string,
  change: Partial<TaskCreationInput> = {},
): TaskCreationInput => ({
  name: "test job",
  profile: "blender",
  constants: [{ key: "BLEND_FILE", value: "scene.blend" }],
  resourceBuckets: [bucket],
  advancedRanges: frames,
  ...change,
});

async function mintAccount(
  ctx: Ctx,
  farmAs: (token: string) => Farm,
  options: { credits?: number; role?: "artist" | "admin" },
): Promise<TestAccount> {
  const email = `${newId()}@example.org`;
  const password = "a long password";
  const made = await createAccount(ctx, {
    body: { email, password, role: options.role ?? "artist", grantCredits: options.credits ?? 100 },
  });
  const token = newToken("api");
  await insertToken(ctx.db, {
    id: newId(),
    hash: hashToken(token),
    kind: "api",
    accountId: made.account.id,
    name: "test",
    createdAt: new Date(),
    expiresAt: null,
  });
  return { id: made.account.id, email, password, token, farm: farmAs(token) };
}

async function mintProject(ctx: Ctx, accountId: AccountId, summary: BlendSummary | null) {
  const id = newId<ProjectId>();
  const bucket = bucketOf(id);
  const blendFile = "scene.blend";
  await ctx.objects.put(bucket, blendFile, Buffer.from(`BLENDER-v304 ${id}`));
  const source = await fixSource(ctx, {
    accountId,
    parts: [{ folder: bucket }],
    mainFile: blendFile,
    where: "",
  });
  const createdAt = new Date(ctx.clock.now());
  const row = { id, accountId, name: blendFile, bucket, blendFile, sha256: null, createdAt };
  const project = await ctx.db.transaction((tx) => createProject(tx, row, source));
  if (summary !== null) {
    const [open] = await ctx.db.query<{ id: InspectionId }>(
      "select id from inspections where source_id = $1",
      [source.id],
    );
    if (open !== undefined) await concludeInspection(ctx, open.id, { kind: "summary", summary });
  }
  return { id, bucket: project.bucket };
}

async function mintNode(ctx: Ctx, farm: Farm, capabilities: NodeCapabilities): Promise<TestNode> {
  const id = newId<NodeId>();
  await farm.nodes.register({ body: { nodeId: id, name: `node-${id.slice(-4)}`, capabilities } });
  const acquire: TestNode["acquire"] = (change = {}) =>
    farm.leases.acquire({
      body: { nodeId: id, openSources: [], slots: 2, coresPerFrame: 2, waitSeconds: 0, ...change },
    });
  const finish: TestNode["finish"] = (lease, frame, coreSeconds = 6, joules) =>
    farm.leases.finish({
      params: { leaseId: lease.leaseId, frame },
      body: {
        seconds: 3,
        coreSeconds,
        joules,
        peakMemoryBytes: 1000,
        log: "Saved",
        sizeBytes: 9,
        hasPreview: false,
        hasThumbnail: true,
      },
    });
  return {
    id,
    farm,
    acquire,
    finish,
    async lease() {
      const lease = await acquire();
      if (lease?.kind !== "render") throw new Error(`Wanted frames, got ${JSON.stringify(lease)}`);
      return lease;
    },
    async beat(leases = []) {
      const body = { load: 0.5, memoryUsedBytes: 1, slots: 2, slotsNote: "" };
      const named = leases.map((lease) => ({
        leaseId: lease.leaseId,
        frames: lease.frames.map(({ frame }) => ({
          frame,
          phase: "rendering" as const,
          done: 1,
          total: 4,
          memoryBytes: 256 * 1024 ** 2,
          busyCores: 1.5,
          networkInKbps: 980,
          networkOutKbps: 64,
          clockGHz: 1.5,
        })),
      }));
      return (await farm.nodes.heartbeat({ params: { nodeId: id }, body: { ...body, leases: named } }))
        .revoked;
    },
    async deliver(lease, frame = lease.frames[0]?.frame ?? 0, coreSeconds = 6, joules) {
      const leased = lease.frames.find((f) => f.frame === frame);
      if (leased === undefined) throw new Error(`The lease has no frame ${frame}.`);
      const row = await ctx.db.query<{ bucket: string }>(
        "select result_bucket as bucket from jobs where id = $1",
        [lease.jobId],
      );
      const bucket = row[0]?.bucket ?? "";
      await ctx.objects.put(
        bucket,
        `${lease.leaseId}/${leased.fileName}`,
        Buffer.from(`frame-${String(frame).padStart(3, "0")}`),
      );
      await ctx.objects.put(bucket, `${lease.leaseId}/${leased.fileName}.thumb.jpg`, Buffer.from("thumb"));
      await finish(lease, frame, coreSeconds, joules);
    },
    fail: (lease, frame, failure) =>
      farm.leases.fail({
        params: { leaseId: lease.leaseId, frame },
        body: {
          seconds: 1,
          coreSeconds: 1,
          peakMemoryBytes: null,
          log: "log",
          failure,
          message: "It broke.",
        },
      }),
  };
}

/** Close it in afterAll. */
export async function openTestPlatform(): Promise<TestPlatform> {
  const db = await openTestDatabase();
  const queue = await openFrameQueue({ db, log: silentLog });
  const objects = createMemoryStore();
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const settings = {
    newAccountCredits: 100,
    sampleScene: () => null,
    storageOrigin: "http://storage.test",
    apiOrigin: "",
    secret: "the tests' secret",
  };
  const platform = await assemblePlatform({ db, queue, objects, clock, log: silentLog, settings });
  await ensureTokens(platform, { serviceToken: SERVICE_TOKEN, nodeToken: NODE_TOKEN }, { email: "" });
  const feed = await openEventFeed(db, silentLog);
  await feed.subscribe(({ event }) => platform.live.heard(event));
  const server = createServer(
    createRouter({ platform, feed, corsOrigins: ["http://portal.test"], checksReplies: true }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  settings.apiOrigin = baseUrl;
  const system = systemContext(platform);
  const farmAs = (credential: string | null) => createFarm({ baseUrl, credential });
  const aProject: TestPlatform["aProject"] = (owner, summary = aSummary()) =>
    mintProject(system, owner.id, summary);
  return {
    platform,
    db,
    objects,
    baseUrl,
    system,
    pass: (seconds) => void (ahead += seconds * 1000),
    farmAs,
    anAccount: (options = {}) => mintAccount(system, farmAs, options),
    aProject,
    async aJob(owner, options = {}) {
      const bucket = options.bucket ?? (await aProject(owner)).bucket;
      const { uuid } = await owner.farm.tasks.submit({
        body: aTask(bucket, options.frames ?? "1-3", options.task),
      });
      return uuid;
    },
    aNode: (change = {}) => mintNode(system, farmAs(NODE_TOKEN), someCapabilities(change)),
    async close() {
      await platform.work.close();
      await platform.blends.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await feed.close();
      await platform.credentials.close();
      await queue.close();
      await db.close();
    },
  };
}
