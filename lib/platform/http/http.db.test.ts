/** The edges of HTTP: what is refused and how, who may call from where, and a stream of events without gaps. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSseParser, watchEvents } from "#lib/client/event-stream.ts";
import type { FarmEvent } from "#lib/contract/events.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { pruneEvents } from "../outbox/prune.ts";
import {
  NODE_TOKEN,
  openTestPlatform,
  SERVICE_TOKEN,
  type TestAccount,
  type TestPlatform,
} from "../test-platform.ts";

let farm: TestPlatform;
let owner: TestAccount;
beforeAll(async () => {
  farm = await openTestPlatform();
  owner = await farm.anAccount({ credits: 1000 });
});
afterAll(() => farm.close());
beforeEach(() => farm.db.query("update jobs set deleted_at = now() where deleted_at is null"));

const send = (path: string, init: RequestInit & { token?: string } = {}) =>
  fetch(farm.baseUrl + path, {
    ...init,
    headers: { authorization: init.token ?? owner.token, ...(init.headers as Record<string, string>) },
  });

describe("an answer", () => {
  it("carries the request's id, and headers that keep browsers from guessing", async () => {
    const answer = await send("/info", { headers: { "x-request-id": "from-the-portal.1" } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-request-id")).toBe("from-the-portal.1");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const odd = await send("/info", { headers: { "x-request-id": "x".repeat(100) } });
    expect(odd.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });
  it("of an action is 200 with nothing in it", async () => {
    const jobId = await farm.aJob(owner);
    const answer = await send(`/tasks/${jobId}/abort`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "",
    });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  });
  it("is the same below a version, and with the credential as a bearer", async () => {
    expect((await send("/v1/info")).status).toBe(200);
    expect((await send("/info", { token: `Bearer ${owner.token}` })).status).toBe(200);
  });
  it("says that the platform lives", async () => {
    const answer = await fetch(`${farm.baseUrl}/healthz`);
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
  });
});

describe("a refusal", () => {
  const body = async (answer: Response) => [answer.status, await answer.json()] as const;
  it("of an unknown address, a wrong method and an id that is none", async () => {
    for (const path of ["/nothing", "/farm/v1/jobs/17", "/farm/v1/jobs/%ff", "//evil.example/x"])
      expect(await body(await send(path))).toMatchObject([404, { code: "not_found" }]);
    expect(await body(await send("/farm/v1/me", { method: "PUT" }))).toMatchObject([404, {}]);
  });
  it("of what is no JSON, too large, or does not fit, names the field", async () => {
    const post = (text: string) => send("/farm/v1/uploads", { method: "POST", body: text });
    expect(await body(await post("{"))).toMatchObject([400, { code: "invalid" }]);
    expect(await body(await post(`"${"x".repeat(9 * 1024 ** 2)}"`))).toMatchObject([
      413,
      { code: "too_large" },
    ]);
    expect(await body(await post("{}"))).toMatchObject([
      400,
      { code: "invalid", fields: { name: expect.any(String), sizeBytes: expect.any(String) } },
    ]);
    expect(await body(await send("/farm/v1/jobs?limit=lots"))).toMatchObject([
      400,
      { fields: { limit: expect.any(String) } },
    ]);
  });
  it("of an inner failure tells nothing of the inside", async () => {
    const { objects } = farm.platform;
    const listParts = objects.listParts.bind(objects);
    objects.listParts = () => Promise.reject(new Error("the password is swordfish"));
    const upload = send("/farm/v1/uploads", {
      method: "POST",
      body: JSON.stringify({ name: "a.blend", sizeBytes: 5 }),
    });
    const [status, told] = await body(await upload);
    objects.listParts = listParts;
    expect([status, told.code, typeof told.requestId]).toEqual([500, "internal", "string"]);
    expect(JSON.stringify(told)).not.toContain("swordfish");
  });
});

describe("pages of other origins", () => {
  const preflight = (origin: string) =>
    fetch(`${farm.baseUrl}/farm/v1/me`, { method: "OPTIONS", headers: { origin } });
  it("may call only when they were named", async () => {
    const named = await preflight("http://portal.test");
    expect(named.status).toBe(204);
    expect(named.headers.get("access-control-allow-origin")).toBe("http://portal.test");
    expect(named.headers.get("access-control-allow-credentials")).toBeNull();
    const other = await preflight("http://evil.test");
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
    expect(other.headers.get("access-control-allow-methods")).toBeNull();
  });
});

/** Reads a stream until `until` says so, then hangs up. */
async function readStream(query: string, token: string, until: (messages: SseMessages) => boolean) {
  const stop = new AbortController();
  const answer = await fetch(`${farm.baseUrl}/farm/v1/events?${query}`, {
    headers: { authorization: token },
    signal: stop.signal,
  });
  expect(answer.headers.get("content-type")).toContain("text/event-stream");
  const parse = createSseParser();
  const messages: SseMessages = [];
  for await (const chunk of (answer.body ?? expect.unreachable()).pipeThrough(new TextDecoderStream())) {
    messages.push(...parse(chunk));
    if (until(messages)) break;
  }
  stop.abort();
  return messages;
}
type SseMessages = ReturnType<ReturnType<typeof createSseParser>>;
const revisionsOf = (messages: SseMessages) =>
  messages.flatMap((m) => {
    if (m.type !== "message") return [];
    const event = JSON.parse(m.data) as FarmEvent;
    return event.type === "job.changed" ? [event.revision] : [];
  });

describe("the event stream", () => {
  const deliverAll = async (jobId: JobId, frames: number[]) => {
    const node = await farm.aNode();
    for (const frame of frames) await node.deliver(await node.lease(), frame);
    return jobId;
  };

  it("goes on after any id it gave, without a gap and without telling anything twice", async () => {
    const jobId = await farm.aJob(owner, { frames: "1-5" });
    let working: Promise<unknown> | undefined;
    const first = await readStream(`topics=job:${jobId}`, owner.token, (messages) => {
      if (messages.some((m) => m.type === "ready")) working ??= deliverAll(jobId, [1, 2, 3, 4, 5]);
      return revisionsOf(messages).length >= 3;
    });
    await working;
    const { revision } = await owner.farm.jobs.get({ params: { jobId } });
    const seen = revisionsOf(first);
    const last = first.findLast((m) => m.id !== null)?.id;
    const rest = await readStream(`topics=job:${jobId}&after=${last}`, owner.token, (messages) =>
      revisionsOf(messages).includes(revision),
    );
    const all = [...seen, ...revisionsOf(rest)];
    expect(all).toEqual(Array.from({ length: all.length }, (_, i) => revision - all.length + 1 + i));
  });

  it("hears only what was asked for, and the portal everything", async () => {
    const other = await farm.anAccount();
    const mine = await farm.aJob(owner, { frames: "1" });
    const all: FarmEvent[] = [];
    const stop = new AbortController();
    const everything = (async () => {
      const options = { baseUrl: farm.baseUrl, credential: SERVICE_TOKEN, topics: [], signal: stop.signal };
      for await (const message of watchEvents(options)) {
        if (message.type === "event") all.push(message.event);
        if (all.filter((e) => e.type === "job.changed").length >= 2) break;
      }
    })();
    let submitted: Promise<unknown> | undefined;
    const heard = await readStream(`topics=job:${mine}`, owner.token, (messages) => {
      if (messages.some((m) => m.type === "ready"))
        submitted ??= farm
          .aJob(other, { frames: "1" })
          .then(() => owner.farm.tasks.abort({ params: { jobId: mine } }));
      return revisionsOf(messages).length > 0;
    });
    await submitted;
    await everything;
    stop.abort();
    const jobsHeard = heard.flatMap((m) =>
      m.type === "message" ? [(JSON.parse(m.data) as { jobId: string }).jobId] : [],
    );
    expect(new Set(jobsHeard)).toEqual(new Set([mine]));
    expect(all.some((e) => e.type === "job.changed" && e.job.accountId === other.id)).toBe(true);
  });

  it("says reset when what was seen last is no longer kept", async () => {
    await farm.aJob(owner, { frames: "1" });
    await farm.aJob(owner, { frames: "1" });
    await farm.db.query("update events set at = now() - interval '3 hours'");
    await pruneEvents(farm.db);
    const messages = await readStream(`topics=farm&after=1`, owner.token, (m) =>
      m.some((x) => x.type === "ready"),
    );
    expect(messages.map((m) => m.type)).toEqual(["reset", "ready"]);
  });

  it("tells a node when its lease is revoked, and that work is expected", async () => {
    const node = await farm.aNode();
    const jobId = await farm.aJob(owner, { frames: "1" });
    const lease = await node.lease();
    let stopped: Promise<unknown> | undefined;
    const messages = await readStream(`topics=node:${node.id},work`, NODE_TOKEN, (so_far) => {
      if (so_far.some((m) => m.type === "ready"))
        stopped ??= owner.farm.uploads
          .begin({ body: { name: "a.blend", sizeBytes: 5 } })
          .then(() => owner.farm.tasks.abort({ params: { jobId } }));
      return so_far.some((m) => m.data.includes("lease.revoked"));
    });
    await stopped;
    const events = messages.filter((m) => m.type === "message").map((m) => JSON.parse(m.data) as FarmEvent);
    expect(events).toContainEqual({ type: "work.expected" });
    expect(events).toContainEqual({ type: "lease.revoked", nodeId: node.id, leaseId: lease.leaseId });
  });
});
