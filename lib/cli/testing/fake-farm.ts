/**
 * A farm that renders nothing, for tests of the command line: speaks the contract over real HTTP and can be told to
 * misbehave. The real one is used by the end-to-end tests.
 */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { FarmEvent } from "#lib/contract/events.ts";
import type { Frame } from "#lib/contract/farm/jobs.ts";
import type { Project, Upload } from "#lib/contract/farm/projects.ts";
import { taskCreation } from "#lib/contract/qarnot/task.ts";
import { settingsFromTask } from "#lib/contract/translate/settings.ts";
import { expandFrameRange } from "#lib/domain/frame-range.ts";
import type { FailureCode } from "#lib/domain/frame.ts";
import { newId } from "#lib/domain/ids.ts";
import { partSizeFor } from "#lib/domain/project.ts";
import type { RenderSettings } from "#lib/domain/render-settings.ts";
import { anAccount, aFrame, aJob, aProject } from "./shapes.ts";

export interface Misbehaviour {
  /** PUTs of parts that are answered 500, or cut, before one is taken. */
  refusePuts: number;
  cutPuts: number;
  /** Answers of downloads that end half-way. */
  cutDownloads: number;
  /** Frames that fail, and why. */
  failing: Map<number, FailureCode>;
  /** Event streams that are cut right after `ready`: what happened meanwhile must be fetched. */
  cutStreams: number;
  /** What the project turns out to be. */
  problem: string | null;
  hasCredits: boolean;
  /** Frames that finish only when `finish()` is called. */
  holdsFrames: boolean;
  /** Bytes that an earlier, interrupted upload left behind. */
  unfinished: { name: string; parts: Buffer[]; sizeBytes: number } | null;
}

export interface FakeFarm {
  url: string;
  token: string;
  misbehave: Misbehaviour;
  /** What arrived. */
  uploaded: () => Buffer;
  submitted: RenderSettings[];
  puts: () => number;
  aborted: string[];
  finish(): void;
  close(): Promise<void>;
}

export const pictureOf = (frame: number): Buffer => Buffer.from(`picture of frame ${frame} `.repeat(50));
const sha256 = (bytes: Buffer, as: "hex" | "base64") => createHash("sha256").update(bytes).digest(as);

export async function startFakeFarm(changes: Partial<Misbehaviour> = {}): Promise<FakeFarm> {
  const misbehave: Misbehaviour = {
    refusePuts: 0,
    cutPuts: 0,
    cutDownloads: 0,
    failing: new Map(),
    cutStreams: 0,
    problem: null,
    hasCredits: true,
    holdsFrames: false,
    unfinished: null,
    ...changes,
  };
  const token = "a-token-of-the-fake-farm";
  const parts = new Map<string, Map<number, Buffer>>();
  const uploads = new Map<string, Upload>();
  const streams = new Map<ServerResponse, string>();
  const submitted: RenderSettings[] = [];
  const aborted: string[] = [];
  let whole: Buffer = Buffer.alloc(0);
  let puts = 0;
  let project: Project | null = null;
  let job = aJob();
  let frames: Frame[] = [];
  let finish = () => {};

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  if (misbehave.unfinished !== null) {
    const { name, sizeBytes } = misbehave.unfinished;
    const upload = beginUpload(name, sizeBytes);
    misbehave.unfinished.parts.forEach((bytes, at) => parts.get(upload.id)?.set(at + 1, bytes));
  }

  function beginUpload(name: string, sizeBytes: number): Upload {
    const partSizeBytes = partSizeFor(sizeBytes);
    const id = newId<Upload["id"]>();
    const count = Math.ceil(sizeBytes / partSizeBytes);
    const upload: Upload = {
      id,
      name,
      sizeBytes,
      partSizeBytes,
      createdAt: new Date().toISOString(),
      parts: Array.from({ length: count }, (_, at) => ({
        number: at + 1,
        sizeBytes: Math.min(partSizeBytes, sizeBytes - at * partSizeBytes),
        isDone: false,
        sha256: null,
        url: null,
      })),
    };
    uploads.set(id, upload);
    parts.set(id, new Map());
    return upload;
  }

  function present(upload: Upload): Upload {
    const there = parts.get(upload.id);
    return {
      ...upload,
      parts: upload.parts.map((part) => {
        const isDone = there?.has(part.number) ?? false;
        return { ...part, isDone, url: isDone ? null : `${url}/store/${upload.id}/${part.number}` };
      }),
    };
  }

  function tell(event: FarmEvent, topic: string): void {
    for (const [stream, topics] of streams)
      if (topics.includes(topic)) stream.write(`id: 1\ndata: ${JSON.stringify(event)}\n\n`);
  }

  function endFrames(): void {
    for (const frame of frames) {
      const failure = misbehave.failing.get(frame.frame) ?? null;
      const state = failure === null ? "completed" : "failed";
      frames = frames.map((f) =>
        f.frame === frame.frame ? aFrame(frame.frame, state, pictureOf(frame.frame).length, failure) : f,
      );
    }
    const failed = misbehave.failing.size;
    const counts = { queued: 0, active: 0, canceled: 0, failed, completed: frames.length - failed };
    const [since, revision] = [job.revision, job.revision + 1];
    job = { ...job, counts, revision, state: failed > 0 ? "failed" : "completed" };
    tell({ type: "frames.changed", jobId: job.id, since, revision, frames }, `job:${job.id}`);
    tell({ type: "job.changed", jobId: job.id, since, revision, job }, `job:${job.id}`);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    const address = new URL(request.url ?? "/", url);
    const path = address.pathname;
    const isStore = path.startsWith("/store/");
    if (isStore && request.method === "PUT" && misbehave.cutPuts > 0) {
      misbehave.cutPuts -= 1;
      request.socket.destroy();
      return;
    }
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const json = (status: number, value: unknown) =>
      void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    const refuse = (status: number, code: string, message: string) => json(status, { code, message });
    if (isStore) return store(request, response, path, body);
    if (request.headers.authorization !== token && path !== "/farm/v1/farm")
      return refuse(401, "unauthorized", "Who are you?");

    const route = `${request.method} ${path.replace(/[0-9a-f-]{36}/, ":id").replace(/\/-?\d+$/, "/:n")}`;
    const id = /[0-9a-f-]{36}/.exec(path)?.[0] ?? "";
    const input = body.length > 0 ? (JSON.parse(body.toString()) as Record<string, unknown>) : {};
    switch (route) {
      case "GET /farm/v1/me":
        return json(200, anAccount());
      case "GET /farm/v1/farm":
        return json(200, farmStatus);
      case "GET /farm/v1/uploads":
        return json(200, [...uploads.values()].map(present));
      case "POST /farm/v1/uploads":
        return json(200, present(beginUpload(input.name as string, input.sizeBytes as number)));
      case "GET /farm/v1/uploads/:id":
        return json(200, present(uploads.get(id) as Upload));
      case "DELETE /farm/v1/uploads/:id":
        uploads.delete(id);
        return json(200, {});
      case "POST /farm/v1/uploads/:id/complete": {
        const upload = uploads.get(id) as Upload;
        whole = Buffer.concat(upload.parts.map((p) => parts.get(id)?.get(p.number) ?? Buffer.alloc(0)));
        if (sha256(whole, "hex") !== input.sha256)
          return refuse(400, "hash_mismatch", "The stored file differs from yours.");
        project = aProject(upload.name, whole.length, sha256(whole, "hex"));
        json(200, project);
        project = { ...project, ...readyOrNot(misbehave.problem) };
        setImmediate(() => {
          const { id: accountId } = anAccount();
          tell({ type: "project.changed", accountId, project: project as Project }, `account:${accountId}`);
        });
        return;
      }
      case "GET /farm/v1/projects/:id":
        return json(200, project);
      case "POST /tasks": {
        if (!misbehave.hasCredits)
          return refuse(402, "no_credits", "This needs 12 credits and the account has 0.");
        const settings = settingsFromTask(taskCreation.parse(input));
        submitted.push(settings);
        frames = expandFrameRange(settings.frames).map((n) => aFrame(n, "queued", null, null));
        job = {
          ...aJob(),
          settings,
          totalFrames: frames.length,
          counts: { ...job.counts, queued: frames.length },
        };
        finish = endFrames;
        return json(200, { uuid: job.id });
      }
      case "POST /tasks/:id/abort":
        if (aborted.includes(id)) return refuse(403, "forbidden", "The job has ended.");
        aborted.push(id);
        return void response.writeHead(200).end();
      case "GET /farm/v1/jobs/:id":
        return json(200, job);
      case "GET /farm/v1/jobs/:id/frames":
        json(200, { revision: job.revision, frames, progress: [] });
        if (!misbehave.holdsFrames && job.revision === 0) setImmediate(endFrames);
        return;
      case "GET /farm/v1/jobs/:id/frames/:n": {
        const frame = frames.find((f) => path.endsWith(`/${f.frame}`)) as Frame;
        const message = frame.failure === null ? "" : "Error: what Blender said last";
        const attempts = [{ ...anAttempt, message }];
        return json(200, {
          ...frame,
          outputUrl: `${url}/store/out/${frame.frame}`,
          previewUrl: null,
          results: [],
          attempts,
        });
      }
      case "GET /farm/v1/events":
        return stream(response, address.searchParams.get("topics") ?? "");
      default:
        return refuse(404, "not_found", `The fake farm has no ${route}.`);
    }
  }

  function store(request: IncomingMessage, response: ServerResponse, path: string, body: Buffer): void {
    const [, , uploadId = "", number = ""] = path.split("/");
    if (request.method === "GET") {
      const picture = pictureOf(Number(number));
      response.writeHead(200, { "content-length": picture.length });
      if (misbehave.cutDownloads > 0) {
        misbehave.cutDownloads -= 1;
        response.write(picture.subarray(0, 10));
        response.socket?.destroySoon();
      } else response.end(picture);
      return;
    }
    puts += 1;
    if (misbehave.refusePuts > 0) {
      misbehave.refusePuts -= 1;
      response.writeHead(500).end("<Error><Message>Not now.</Message></Error>");
    } else {
      parts.get(uploadId)?.set(Number(number), body);
      response.writeHead(200).end();
    }
  }

  function stream(response: ServerResponse, topics: string): void {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("event: ready\nid: 0\ndata: \n\n");
    if (misbehave.cutStreams > 0) {
      misbehave.cutStreams -= 1;
      response.socket?.destroySoon();
      return;
    }
    streams.set(response, topics);
    response.on("close", () => streams.delete(response));
  }

  return {
    url,
    token,
    misbehave,
    uploaded: () => whole,
    submitted,
    puts: () => puts,
    aborted,
    finish: () => finish(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const farmStatus = {
  availability: 1,
  cores: 2,
  busyCores: 0,
  nodes: 1,
  framesQueued: 0,
  framesActive: 0,
  blenders: [{ version: "3.4.1", engines: ["CYCLES", "BLENDER_EEVEE"], denoisers: [], devices: ["CPU"] }],
};

const anAttempt = {
  attempt: 1,
  nodeName: "ember",
  startedAt: new Date(0).toISOString(),
  endedAt: new Date(0).toISOString(),
  outcome: "delivered",
  seconds: 1,
  coreSeconds: 2,
  peakMemoryBytes: null,
  failure: null,
  log: "",
  errorLog: "",
  stdoutUrl: null,
  stderrUrl: null,
};

const readyOrNot = (problem: string | null): Pick<Project, "state" | "problem"> =>
  problem === null ? { state: "ready", problem: null } : { state: "unreadable", problem };
