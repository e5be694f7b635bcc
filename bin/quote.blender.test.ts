/** A price on a real farm: platform, storage and a node whose Blender renders the probes, and then the job that they told of. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { watchEvents } from "#lib/client/event-stream.ts";
import type { Quote } from "#lib/contract/farm/quotes.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import { taskFromSettings } from "#lib/contract/translate/settings.ts";
import { renderSettings } from "#lib/domain/render-settings.ts";
import { uploadByApi } from "../e2e/support/jobs.ts";
import type { Person } from "../e2e/support/people.ts";
import { aFarm, type TestFarm } from "./resilience/test-support/farm.ts";
import { untilEnded } from "./resilience/test-support/job.ts";

let farm: TestFarm;
let artist: Person;
let project: Project;

beforeAll(async () => {
  farm = await aFarm();
  await farm.serve("platform");
  await farm.serve("agent");
  artist = await farm.artist();
  project = await uploadByApi(artist, farm.scene("tiny"));
});
afterAll(() => farm.end());

const settings = () =>
  renderSettings.parse({
    blendFile: project.blendFile,
    frames: "1-60",
    samples: 64,
    width: 256,
    height: 256,
    percentage: 100,
  });

/** Asks, and waits for the events until it is complete. */
async function quoted(): Promise<Quote> {
  const { farm: api, token: credential } = artist;
  const stop = new AbortController();
  const { id, accountId } = await api.quotes.start({
    body: { projectId: project.id, settings: settings() },
  });
  const topics = [`account:${accountId}`] as const;
  for await (const message of watchEvents({
    baseUrl: farm.place.api,
    credential,
    topics,
    signal: stop.signal,
  })) {
    if (message.type === "lost") continue;
    const quote = await api.quotes.get({ params: { quoteId: id } });
    if (quote.state === "probing") continue;
    stop.abort();
    return quote;
  }
  throw new Error("The events ended before the quote did.");
}

test("probes are small pictures with few samples whose parts are told, and the job costs about what they say", async () => {
  const { estimate, probes, probePixels } = await quoted();
  expect(probePixels).toBe(128 * 128);
  expect(probes.map(({ frame, samples }) => [frame, samples])).toEqual(
    expect.arrayContaining([
      [1, 16],
      [31, 16],
      [60, 16],
      [32, 64],
    ]),
  );
  for (const { coreSeconds, setupCoreSeconds, samplingCoreSeconds, peakMemoryBytes } of probes) {
    expect(setupCoreSeconds).toBeGreaterThan(0);
    expect(samplingCoreSeconds).toBeGreaterThan(0);
    expect((setupCoreSeconds ?? 0) + (samplingCoreSeconds ?? 0)).toBeLessThanOrEqual(
      (coreSeconds ?? 0) + 0.01,
    );
    expect(peakMemoryBytes).toBeGreaterThan(1e6);
  }
  const body = taskFromSettings({ name: "priced", bucket: project.bucket, settings: settings() });
  const { uuid } = await artist.farm.tasks.submit({ body });
  const { job } = await untilEnded(farm, artist, uuid);
  expect(job.state).toBe("completed");
  // How near it comes is measured in bench/; a busy machine's caches make a core-second of another length.
  const ratio = (estimate?.coreSeconds ?? 0) / job.coreSeconds;
  expect(ratio).toBeGreaterThan(0.6);
  expect(ratio).toBeLessThan(1.6);
});
