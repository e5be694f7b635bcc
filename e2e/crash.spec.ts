/** The machine's worst days: killed in the middle, started twice, a port that is taken. Each on a farm of its own. */
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { join } from "node:path";
import { submitByApi } from "./support/jobs.ts";
import { anArtist } from "./support/people.ts";
import { scene } from "./support/place.ts";
import { freePorts, startServer } from "./support/server.ts";
import { expect, test } from "./support/test.ts";

test("killed with -9 in the middle of a job, nothing is lost, rendered twice or charged twice", async () => {
  const server = await startServer();
  try {
    const artist = await anArtist(server.place);
    const jobId = await submitByApi(artist, scene("slow"), { frames: "1-6" });
    const job = () => artist.farm.jobs.get({ params: { jobId } });
    await expect.poll(async () => (await job()).counts.completed).toBeGreaterThan(0);
    await server.stop("SIGKILL");
    await server.restart();
    await expect.poll(async () => (await job()).state, { timeout: 180_000 }).toBe("completed");

    const { frames } = await artist.farm.jobs.frames({ params: { jobId }, query: {} });
    expect(frames.map((frame) => frame.state)).toEqual(Array(6).fill("completed"));
    const entries = await artist.farm.credits.entries({ query: {} });
    const sum = (kind: string) =>
      entries.filter((e) => e.kind === kind && e.jobId === jobId).reduce((total, e) => total + e.amount, 0);
    const ended = await job();
    expect(-sum("charge")).toBe(ended.charged);
    expect(sum("hold") + sum("release")).toBe(0);
    // Each delivered frame is charged once, and the total is rounded up once.
    const computed = frames.reduce((total, frame) => total + (frame.coreSeconds ?? 0), 0);
    expect(ended.charged).toBe(Math.ceil(computed / 60 - 1e-6) * 1e6);
  } finally {
    await server.end();
  }
});

test("a second start on the same folder, and a taken port, are told in one sentence", async () => {
  const server = await startServer();
  const taken = createServer();
  try {
    const [portal = 0, api = 0, storage = 0] = await freePorts(3);
    const second = await serveOnce({
      PORT: String(portal),
      API_PORT: String(api),
      STORAGE_PORT: String(storage),
      HEARTH_DATA_DIR: server.place.dataDir,
    });
    expect(second.code).toBe(1);
    expect(second.text).toContain(`is already running on ${server.place.dataDir}`);

    await new Promise<void>((resolve) => taken.listen(api, "127.0.0.1", resolve));
    const other = await serveOnce({
      PORT: String(portal),
      API_PORT: String(api),
      STORAGE_PORT: String(storage),
      HEARTH_DATA_DIR: `${server.place.dataDir}/other`,
    });
    expect(other.code).toBe(1);
    expect(other.text.trim().split("\n")).toHaveLength(1);
    expect(other.text).toContain(`Port ${api} is taken by another program.`);
    expect(other.text).toContain("API_PORT");
  } finally {
    taken.close();
    await server.end();
  }
});

function serveOnce(env: Record<string, string>): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "../bin/hearth.ts"), "serve"], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    const keep = (chunk: Buffer) => {
      text += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("exit", (code) => resolve({ code, text }));
  });
}
