/**
 * A thousand sockets that watch one job, in a process of their own: started with the portal's address, the cookie and the
 * job as arguments, it tells "ready" and, when its input ends, what each socket heard when.
 * Speaks engine.io's and socket.io's few words itself: a thousand of the real clients would measure the clients.
 */
import type { JobDelta } from "#lib/contract/packed/delta.ts";
import { unpackDelta } from "#lib/contract/packed/delta.ts";
import { REALTIME_PATH } from "#lib/contract/realtime.ts";

const [portal = "", cookie = "", jobId = "", count = "0"] = process.argv.slice(2);
const address = `${portal.replace("http", "ws")}${REALTIME_PATH}/?EIO=4&transport=websocket`;

/** Frames that ended, by the text that told it: the same text comes to every socket. */
const read = new Map<string, number[]>();
function endedIn(text: string): number[] {
  const known = read.get(text);
  if (known !== undefined) return known;
  const [name, , delta] = JSON.parse(text.slice(2)) as [string, number, JobDelta];
  const frames = name === "d" ? unpackDelta(delta).frames : [];
  const ended = frames === "many" ? [] : frames.filter((f) => f.state === "completed").map((f) => f.frame);
  read.set(text, ended);
  return ended;
}

/** For each frame how many sockets heard of it at which millisecond. */
const heard = new Map<number, Map<number, number>>();
function note(text: string): void {
  const now = Date.now();
  for (const frame of endedIn(text)) {
    const times = heard.get(frame) ?? new Map<number, number>();
    heard.set(frame, times.set(now, (times.get(now) ?? 0) + 1));
  }
}

function watch(): Promise<void> {
  // Node's own takes headers, which the standard's type does not know.
  const options = { headers: { cookie, origin: portal } } as unknown as string[];
  const socket = new WebSocket(address, options);
  return new Promise((resolve, reject) => {
    socket.addEventListener("error", () => reject(new Error("A socket could not be opened.")));
    socket.addEventListener("message", ({ data }) => {
      const text = String(data);
      if (text.startsWith("0")) socket.send("40");
      else if (text === "2") socket.send("3");
      else if (text.startsWith("40")) socket.send(`420${JSON.stringify(["watch", `job:${jobId}`])}`);
      else if (text.startsWith("430")) resolve();
      else if (text.startsWith("42")) note(text);
    });
  });
}

for (let started = 0; started < Number(count); started += 20)
  await Promise.all(Array.from({ length: Math.min(20, Number(count) - started) }, watch));
process.stdout.write("ready\n");
process.stdin.on("end", () => {
  const told = [...heard].map(([frame, times]) => [frame, [...times]]);
  process.stdout.write(`${JSON.stringify(told)}\n`, () => process.exit(0));
});
process.stdin.resume();
