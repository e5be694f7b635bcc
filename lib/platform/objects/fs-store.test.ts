/** Files behind the port, and what only they promise: safe names, nothing half, restarts, a full disk, our own endpoint. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { request as httpRequest, type Server } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLog } from "#lib/log.ts";
import { createStorageServer } from "../s3/server.ts";
import { writeStream } from "./fs-write.ts";
import { StoreFull } from "./object-store.ts";
import { createSums } from "./sums.ts";
import { objectStoreSuite } from "./object-store.suite.ts";
import { type OpenedObjectStore, openObjectStore } from "./open.ts";

const PORTAL = "http://localhost:3000";
const clock = { at: Date.UTC(2026, 1, 3, 4, 30), now: () => clock.at };

interface Running extends OpenedObjectStore {
  handler: ReturnType<NonNullable<OpenedObjectStore["handlerFor"]>>;
  origin: string;
  folder: string;
  /** As after a crash: the same folder, nothing in memory. */
  restart(): Promise<void>;
}

function own({ handlerFor }: OpenedObjectStore): Running["handler"] {
  if (handlerFor === null) throw new Error("The file store has an endpoint.");
  return handlerFor(null);
}

async function run(): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), "hearth-objects-"));
  const running = {} as Running;
  const server: Server = createStorageServer((request, response) => running.handler(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const origin = `http://127.0.0.1:${address.port}`;
  const openStore = () =>
    openObjectStore(`file://${folder}`, {
      publicOrigin: origin,
      allowedOrigins: [PORTAL],
      credentials: { accessKey: "hearth", secretKey: "secret" },
      region: "local",
      clock,
      log: silentLog,
    });
  let opened = await openStore();
  return Object.assign(running, opened, {
    handler: own(opened),
    origin,
    folder,
    restart: async () => {
      await opened.close();
      opened = await openStore();
      Object.assign(running, { store: opened.store, handler: own(opened) });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    },
  });
}

objectStoreSuite("files", run);

describe("files behind our own S3 endpoint", () => {
  let storage: Running;
  beforeAll(async () => {
    storage = await run();
  });
  afterAll(() => storage.close());
  const bucket = "bucket";
  const get = async (key: string, init: RequestInit = {}) =>
    fetch(await storage.store.signedGet(bucket, key), init);
  const filesBelow = async () => (await readdir(storage.folder, { recursive: true })).sort();

  it("answers ranges, HEAD's refusal of a GET's signature, and 304 for what is known", async () => {
    await storage.store.put(bucket, "k.png", Buffer.from("0123456789"));
    const whole = await get("k.png");
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": "10",
      "cache-control": "private, max-age=21600, immutable",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
    });
    const range = await get("k.png", { headers: { range: "bytes=2-4" } });
    expect([range.status, range.headers.get("content-range"), await range.text()]).toEqual([
      206,
      "bytes 2-4/10",
      "234",
    ]);
    const beyond = await get("k.png", { headers: { range: "bytes=10-" } });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */10"]);
    const known = await get("k.png", { headers: { "if-none-match": whole.headers.get("etag") ?? "" } });
    expect([known.status, await known.text()]).toEqual([304, ""]);
    expect((await get("k.png", { method: "HEAD" })).status).toBe(403);
    expect((await get("none")).status).toBe(404);
  });

  it("never tells a browser that an object is a page", async () => {
    for (const key of ["a.html", "a.svg", "a.js", "a", "a.constructor"]) {
      await storage.store.put(bucket, key, Buffer.from("<script>"));
      expect((await get(key)).headers.get("content-type")).toBe("application/octet-stream");
    }
  });

  it("keeps a signed GET the same within the hour, good for six hours at least, and then ends it", async () => {
    await storage.store.put(bucket, "k", Buffer.from("x"));
    clock.at = Date.UTC(2026, 1, 3, 4, 0, 1);
    const url = await storage.store.signedGet(bucket, "k");
    clock.at = Date.UTC(2026, 1, 3, 4, 59, 59);
    expect(await storage.store.signedGet(bucket, "k")).toBe(url);
    clock.at = Date.UTC(2026, 1, 3, 10, 59, 59);
    expect((await fetch(url)).status).toBe(200);
    clock.at = Date.UTC(2026, 1, 3, 11, 0, 1);
    const late = await fetch(url);
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining("Request has expired")]);
    expect(await storage.store.signedGet(bucket, "k")).not.toBe(url);
  });

  it("answers the portal's pages and no other", async () => {
    const url = await storage.store.signedPut(bucket, "k");
    const ask = (origin: string) =>
      fetch(url, { method: "OPTIONS", headers: { origin, "access-control-request-method": "PUT" } });
    const ours = await ask(PORTAL);
    expect(Object.fromEntries(ours.headers)).toMatchObject({
      "access-control-allow-origin": PORTAL,
      "access-control-allow-methods": "GET, HEAD, PUT",
      "access-control-allow-headers": "content-type, range, x-amz-checksum-sha256",
      "access-control-max-age": "86400",
    });
    expect((await ask("http://evil.example")).headers.has("access-control-allow-origin")).toBe(false);
    const refused = await fetch(`${storage.origin}/bucket/k`, { headers: { origin: PORTAL } });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([403, PORTAL]);
  });

  it("says that it lives, and what it does not take", async () => {
    expect((await fetch(`${storage.origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${storage.origin}/`)).status).toBe(403);
    expect((await fetch(`${storage.origin}/a/b?x=%E0%A4%A`)).status).toBe(400);
    expect((await fetch(`${storage.origin}/%2e%2e/%2e%2e/etc/passwd`)).status).toBe(403);
  });

  it("stores nothing of a damaged, an aborted or an unsigned upload", async () => {
    const before = await filesBelow();
    const damaged = await fetch(await storage.store.signedPut(bucket, "damaged"), {
      method: "PUT",
      headers: { "x-amz-checksum-sha256": createHash("sha256").update("other").digest("base64") },
      body: "bytes",
    });
    expect([damaged.status, await damaged.text()]).toEqual([
      400,
      expect.stringContaining("<Code>BadDigest</Code>"),
    ]);

    const aborted = httpRequest(await storage.store.signedPut(bucket, "aborted"), {
      method: "PUT",
      headers: { "content-length": 1000 },
    });
    aborted.on("error", () => {});
    aborted.write("half of it");
    await until(async () => (await readdir(join(storage.folder, ".new"))).length === 1);
    aborted.destroy();
    await until(async () => (await readdir(join(storage.folder, ".new"))).length === 0);

    const unsigned = await fetch(`${storage.origin}/bucket/unsigned`, {
      method: "PUT",
      body: "x".repeat(100_000),
    });
    expect(unsigned.status).toBe(403);
    expect(await filesBelow()).toEqual(before);
  });

  it("lets a refused upload keep its bytes, with Expect: 100-continue", async () => {
    const url = new URL(await storage.store.signedPut(bucket, "expected"));
    const ask = (path: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(Number(url.port), url.hostname);
        let text = "";
        socket.on("error", reject);
        socket.on("data", (data: Buffer) => {
          text += data.toString();
          if (text.startsWith("HTTP/1.1 100") && !text.includes("HTTP/1.1 200")) socket.write("12345");
          else if (/HTTP\/1\.1 [2-5]\d\d/.test(text)) socket.destroy();
        });
        socket.on("close", () => resolve(text));
        socket.write(
          `PUT ${path} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n`,
        );
      });
    expect(await ask(url.pathname + url.search)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
    expect(await ask(url.pathname)).toMatch(/^HTTP\/1\.1 403/);
    expect(await (await get("expected")).text()).toBe("12345");
  });

  it("keeps finished parts over a restart, forgets half ones, and hashes from the disk", async () => {
    const bytes = Buffer.from("0123456789".repeat(3));
    const id = await storage.store.beginMultipart(bucket, "big", { sizeBytes: 30, partSizeBytes: 10 });
    const put = async (part: number) =>
      fetch(await storage.store.partUrl(bucket, "big", id, part), {
        method: "PUT",
        body: bytes.subarray(0, 10),
      });
    expect((await put(1)).status).toBe(200);
    expect((await put(3)).status).toBe(200);
    const half = httpRequest(await storage.store.partUrl(bucket, "big", id, 2), {
      method: "PUT",
      headers: { "content-length": 10 },
    });
    half.on("error", () => {});
    half.write("01234");
    half.destroy();
    await writeFile(join(storage.folder, ".new", "orphan"), "left by a killed process");
    await storage.restart();
    expect(await readdir(join(storage.folder, ".new"))).toEqual([]);
    expect((await storage.store.listParts(bucket, "big", id)).map((part) => part.number)).toEqual([1, 3]);
    expect((await put(2)).status).toBe(200);
    const done = await storage.store.completeMultipart(bucket, "big", id);
    expect(done.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    // Whoever asked, and died before writing down the answer, asks again.
    await storage.restart();
    expect(await storage.store.completeMultipart(bucket, "big", id)).toEqual(done);
  });

  it("lets a client that tries a part again win over its own dead connection", async () => {
    const id = await storage.store.beginMultipart(bucket, "twice", { sizeBytes: 10, partSizeBytes: 10 });
    const url = await storage.store.partUrl(bucket, "twice", id, 1);
    const stuck = httpRequest(url, {
      method: "PUT",
      headers: { "content-length": 10, expect: "100-continue" },
    });
    const lost = once(stuck, "error");
    stuck.flushHeaders();
    await once(stuck, "continue");
    stuck.write("01234");
    expect((await fetch(url, { method: "PUT", body: "abcdefghij" })).status).toBe(200);
    await lost;
    expect((await storage.store.completeMultipart(bucket, "twice", id)).sha256).toBe(
      createHash("sha256").update("abcdefghij").digest("hex"),
    );
  });

  it("tells that the disk is full before an upload begins that can't fit, and while one arrives", async () => {
    await expect(
      storage.store.beginMultipart(bucket, "huge", { sizeBytes: 2 ** 50, partSizeBytes: 2 ** 40 }),
    ).rejects.toThrow(StoreFull);
    const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    const file = { writev: () => Promise.reject(full) } as unknown as Parameters<typeof writeStream>[0];
    await expect(
      writeStream(file, Readable.from([Buffer.from("x")]), { position: 0, sums: createSums([]) }),
    ).rejects.toThrow(StoreFull);
  });
});

/** Awaits a state of the disk that no event tells. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}
