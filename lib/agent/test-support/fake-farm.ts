/**
 * A farm in the test's own process, spoken to over real HTTP by the contract's shapes: hands out what the test gives it,
 * keeps what is delivered, can be away. Test support only.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { z } from "zod";
import type { FarmEvent } from "#lib/contract/events.ts";
import { EVENT_STREAM_PATH } from "#lib/contract/farm/event-stream.ts";
import type { Inspection, Modelling, RenderLease, Source, SourceFile } from "#lib/contract/farm/nodes.ts";
import { api } from "#lib/contract/index.ts";
import {
  type InspectionId,
  type JobId,
  type LeaseId,
  newId,
  type SceneModelId,
  type SourceId,
} from "#lib/domain/ids.ts";
import { outputFileName } from "#lib/domain/output.ts";
import { MAX_MODEL_BYTES, MODEL_SECONDS } from "#lib/domain/scene-model.ts";
import { type RenderSettingsInput, renderSettings } from "#lib/domain/render-settings.ts";

type Body<E extends { body?: z.ZodType }> = z.output<NonNullable<E["body"]>>;

export interface Told {
  registered: Body<typeof api.nodes.register>[];
  heartbeats: Body<typeof api.nodes.heartbeat>[];
  finished: ({ leaseId: string; frame: number; at: number } & Body<typeof api.leases.finish>)[];
  failed: ({ leaseId: string; frame: number } & Body<typeof api.leases.fail>)[];
  inspected: Body<typeof api.inspections.finish>["result"][];
  modelled: Body<typeof api.sceneModels.finish>["result"][];
  left: number;
}

export interface FakeFarm {
  baseUrl: string;
  told: Told;
  /** Paths asked for, in order. */
  requests: string[];
  /** What was PUT, by path. */
  stored: Map<string, Buffer>;
  /** Makes a file fetchable, as a source of its own. */
  source(path: string, blendFile?: string): Promise<Source>;
  /** Several files, by their paths in the project. `isListed`: told in the lease, or asked for. */
  sourceOf(files: Record<string, string>, mainFile: string, isListed?: boolean): Promise<Source>;
  lease(
    source: Source,
    frames: readonly number[],
    settings?: Partial<RenderSettingsInput>,
    extension?: string,
  ): RenderLease;
  inspect(source: Source): void;
  /** Asks for a scene model; answers where it is stored. */
  model(source: Source, change?: Partial<Modelling>): string;
  tell(event: FarmEvent): void;
  revoke(leaseId: LeaseId): void;
  /** Every request is refused by a closed connection while true. */
  isAway: boolean;
  /** A status for the next answer to a path that contains the text. */
  answerOnce(path: string, status: number, code: string): void;
  /** Resolves as soon as the condition holds; looked at after every request. */
  until(condition: (told: Told) => boolean): Promise<void>;
  close(): Promise<void>;
}

export async function startFakeFarm(blenderVersion: string): Promise<FakeFarm> {
  const told: Told = {
    registered: [],
    heartbeats: [],
    finished: [],
    failed: [],
    inspected: [],
    modelled: [],
    left: 0,
  };
  const stored = new Map<string, Buffer>();
  const files = new Map<string, Buffer>();
  const requests: string[] = [];
  const lists = new Map<string, SourceFile[]>();
  const work: (RenderLease | Inspection | Modelling)[] = [];
  const revoked = new Set<string>();
  const streams = new Set<ServerResponse>();
  const once: { path: string; status: number; code: string }[] = [];
  let asking: { response: ServerResponse; inspectionsOnly: boolean; models: boolean }[] = [];
  let watchers: (() => void)[] = [];
  let isAway = false;

  const json = (response: ServerResponse, body: unknown, status = 200) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  const changed = () => {
    for (const look of Array.from(watchers)) look();
  };
  const handOut = () => {
    asking = asking.filter(({ response, inspectionsOnly, models }) => {
      const index = work.findIndex((one) =>
        one.kind === "scene-model" ? models : !inspectionsOnly || one.kind === "inspection",
      );
      if (index < 0) return true;
      json(response, work.splice(index, 1)[0]);
      return false;
    });
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? "/", "http://farm").pathname;
    requests.push(path);
    const bytes: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) bytes.push(chunk);
    const body = Buffer.concat(bytes);
    const refusal = once.findIndex((one) => path.includes(one.path));
    if (refusal >= 0) {
      const [{ status, code } = { status: 500, code: "internal" }] = once.splice(refusal, 1);
      return json(response, { message: "No.", code }, status);
    }
    if (path.startsWith("/store/")) {
      stored.set(path, body);
      response.end();
      return;
    }
    if (path.startsWith("/files/")) return sendFile(request, response, files.get(path));
    if (path === EVENT_STREAM_PATH) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("event: ready\ndata: 0\n\n");
      streams.add(response);
      response.on("close", () => streams.delete(response));
      return;
    }
    const parsed: unknown = body.length > 0 ? JSON.parse(body.toString()) : {};
    const [, , , noun, id, verb, frame, act] = path.split("/");
    if (noun === "nodes" && id === undefined) {
      const registered = api.nodes.register.body?.parse(parsed);
      if (registered) told.registered.push(registered);
      const now = new Date().toISOString();
      return json(response, {
        id: registered?.nodeId,
        name: registered?.name,
        state: "idle",
        capabilities: registered?.capabilities,
        load: 0,
        memoryUsedBytes: 0,
        busyCores: 0,
        slots: 1,
        slotsNote: "",
        lastSeenAt: now,
        connectedAt: now,
        rendering: [],
      });
    }
    if (verb === "heartbeat") {
      const beat = api.nodes.heartbeat.body?.parse(parsed);
      if (beat) told.heartbeats.push(beat);
      return json(response, {
        revoked: beat?.leases.map((l) => l.leaseId).filter((l) => revoked.has(l)) ?? [],
      });
    }
    if (verb === "leave") {
      told.left += 1;
      return json(response, {});
    }
    if (noun === "leases" && id === "acquire") {
      const wants = api.leases.acquire.body?.parse(parsed);
      asking.push({
        response,
        inspectionsOnly: wants?.inspectionsOnly ?? false,
        models: wants?.models ?? false,
      });
      return handOut();
    }
    if (noun === "sources") {
      // Pages of one, so that going on is part of every test.
      const offset = Number(new URL(request.url ?? "/", "http://farm").searchParams.get("offset") ?? 0);
      const list = lists.get(id ?? "") ?? [];
      return json(response, {
        files: list.slice(offset, offset + 1),
        next: offset + 1 < list.length ? offset + 1 : null,
      });
    }
    if (noun === "inspections") {
      const result = api.inspections.finish.body?.parse(parsed).result;
      if (result) told.inspected.push(result);
      return json(response, {});
    }
    if (noun === "scene-models") {
      const result = api.sceneModels.finish.body?.parse(parsed).result;
      if (result) told.modelled.push(result);
      return json(response, {});
    }
    const at = { leaseId: id ?? "", frame: Number(frame) };
    if (revoked.has(at.leaseId)) return json(response, { message: "Over.", code: "lease_expired" }, 409);
    if (act === "finish") {
      const finished = api.leases.finish.body?.parse(parsed);
      if (finished) told.finished.push({ ...at, at: Date.now(), ...finished });
    } else if (act === "fail") {
      const failed = api.leases.fail.body?.parse(parsed);
      if (failed) told.failed.push({ ...at, ...failed });
    }
    json(response, {});
  };

  const server = createServer((request, response) => {
    if (isAway) return void request.socket.destroy();
    void answer(request, response)
      .catch(() => response.destroy())
      .finally(changed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const sourceOf = async (
    paths: Record<string, string>,
    mainFile: string,
    isListed: boolean,
  ): Promise<Source> => {
    const listed: SourceFile[] = [];
    for (const [path, from] of Object.entries(paths)) {
      const bytes = await readFile(from);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      files.set(`/files/${sha256}`, bytes);
      const url = `${baseUrl}/files/${sha256}`;
      listed.push({ path, content: `sha256-${sha256}`, sizeBytes: bytes.length, url });
    }
    const id = newId<SourceId>();
    lists.set(id, listed);
    return {
      id,
      hash: createHash("sha256")
        .update(JSON.stringify([mainFile, listed]))
        .digest("hex"),
      mainFile,
      sizeBytes: listed.reduce((sum, file) => sum + file.sizeBytes, 0),
      fileCount: listed.length,
      files: isListed ? listed : null,
      remaps: [],
    };
  };

  return {
    baseUrl,
    told,
    requests,
    stored,
    get isAway() {
      return isAway;
    },
    set isAway(away) {
      isAway = away;
      if (away) server.closeAllConnections();
    },
    source: (path, blendFile = "scene.blend") => sourceOf({ [blendFile]: path }, blendFile, true),
    sourceOf: (paths, mainFile, isListed = true) => sourceOf(paths, mainFile, isListed),
    lease(source, frames, settings = {}, extension = ".png") {
      const leaseId = newId<LeaseId>();
      const all = renderSettings.parse({
        blendFile: source.mainFile ?? "",
        frames: frames.join(","),
        ...settings,
      });
      const at = (frame: number, what: string) => `${baseUrl}/store/${leaseId}/${frame}/${what}`;
      const lease: RenderLease = {
        kind: "render",
        leaseId,
        jobId: newId<JobId>(),
        source,
        settings: all,
        blenderVersion,
        frames: frames.map((frame) => ({
          frame,
          attempt: 1,
          fileName: outputFileName(frame, all.format, extension),
          outputUrl: at(frame, "output"),
          thumbnailUrl: at(frame, "thumbnail"),
          previewUrl: at(frame, "preview"),
        })),
        queuedBehind: 0,
      };
      work.push(lease);
      handOut();
      return lease;
    },
    inspect(source) {
      work.push({ kind: "inspection", inspectionId: newId<InspectionId>(), source });
      handOut();
    },
    model(source, change = {}) {
      const modelId = newId<SceneModelId>();
      const path = `/store/models/${modelId}.glb`;
      work.push({
        kind: "scene-model",
        modelId,
        source,
        scene: null,
        outputUrl: `${baseUrl}${path}`,
        maxBytes: MAX_MODEL_BYTES,
        maxSeconds: MODEL_SECONDS,
        ...change,
      });
      handOut();
      return path;
    },
    tell(event) {
      for (const stream of streams) stream.write(`data: ${JSON.stringify(event)}\n\n`);
    },
    revoke: (leaseId) => void revoked.add(leaseId),
    answerOnce: (path, status, code) => void once.push({ path, status, code }),
    until: (condition) =>
      new Promise((resolve) => {
        const look = () => {
          if (!condition(told)) return;
          watchers = watchers.filter((one) => one !== look);
          resolve();
        };
        watchers.push(look);
        look();
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function sendFile(request: IncomingMessage, response: ServerResponse, bytes: Buffer | undefined): void {
  if (bytes === undefined) {
    response.writeHead(404).end();
    return;
  }
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  response.writeHead(from > 0 ? 206 : 200, { "content-length": bytes.length - from });
  response.end(bytes.subarray(from));
}
