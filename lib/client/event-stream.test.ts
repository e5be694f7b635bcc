import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createSseParser, type StreamMessage, watchEvents } from "./event-stream.ts";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A stream that writes these blocks on each connection, in turn, and then hangs up; the last one stays open. */
async function aStream(connections: string[]): Promise<{ baseUrl: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(connections[asked.length - 1] ?? "");
    if (asked.length < connections.length) response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function take(baseUrl: string, count: number): Promise<StreamMessage[]> {
  const stop = new AbortController();
  stops.push(() => stop.abort());
  const seen: StreamMessage[] = [];
  for await (const message of watchEvents({
    baseUrl,
    credential: "x",
    topics: ["farm"],
    signal: stop.signal,
  })) {
    seen.push(message);
    if (seen.length === count) break;
  }
  return seen;
}

const EXPECTED = 'data: {"type":"work.expected"}\n\n';

it("messages are cut at blank lines, however the bytes arrive", () => {
  const parse = createSseParser();
  expect(parse("id: 7\nda")).toEqual([]);
  expect(parse('ta: {"a":1}\n\n: keep\n\nevent: ready\nid: 8\n\n')).toEqual([
    { id: "7", type: "message", data: '{"a":1}' },
    { id: "8", type: "ready", data: "" },
  ]);
});

it("a lost connection is told and taken up after the last event seen", async () => {
  const stream = await aStream([
    `id: 41\nevent: ready\ndata: \n\nid: 42\n${EXPECTED}`,
    `event: ready\ndata: \n\n`,
  ]);
  expect((await take(stream.baseUrl, 4)).map((m) => m.type)).toEqual(["ready", "event", "lost", "ready"]);
  expect(stream.asked[0]).not.toContain("after");
  expect(stream.asked[1]).toContain("after=42");
});

it("an event of a newer farm is told as a gap, and what follows is heard", async () => {
  const stream = await aStream([`data: {"type":"from.the.future"}\n\ndata: not json\n\n${EXPECTED}`]);
  expect((await take(stream.baseUrl, 3)).map((m) => m.type)).toEqual(["reset", "reset", "event"]);
  expect(stream.asked).toHaveLength(1);
});
