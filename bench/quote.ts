/**
 * Measures: the price that the farm tells from a few probes against what the job then really costs, on six scenes of different
 *           kinds: two real ones (where they are beside the checkout) and four that the project makes.
 * Against:  the real cost in core-seconds of delivered frames, rendered on the same farm right after.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Quote } from "#lib/contract/farm/quotes.ts";
import { taskFromSettings } from "#lib/contract/translate/settings.ts";
import { MICRO } from "#lib/domain/credits.ts";
import { PROBE_SHARE } from "#lib/domain/probes.ts";
import { renderSettings, type RenderSettingsInput } from "#lib/domain/render-settings.ts";
import { uploadByApi } from "../e2e/support/jobs.ts";
import type { Person } from "../e2e/support/people.ts";
import { type Bench, median, type Row } from "./figure.ts";
import { jobEnds } from "./job-ends.ts";
import { sendFolder } from "./send-folder.ts";

const REAL = join(import.meta.dirname, "../../shared/fixtures/jobs");
const MUST_INSIDE = 5;
const MUST_MIDDLE = 0.2;

interface Case {
  name: string;
  /** A file, or a folder whose main file is `main`. */
  file: string;
  main?: string;
  settings: Omit<RenderSettingsInput, "blendFile">;
}

/** Long enough that the probes are a small share, and short enough that all six are rendered within minutes. */
async function casesOf(bench: Bench): Promise<Case[]> {
  const made = await bench.scenes();
  const generated = (name: string, size: Partial<RenderSettingsInput> = {}): Case => ({
    name,
    file: join(made, `${name}.blend`),
    settings: { frames: "1-60", ...size },
  });
  const cases = [
    generated("even"),
    generated("ramping", { samples: 8, percentage: 70 }),
    generated("stretch", { samples: 8, percentage: 70 }),
    generated("first"),
    {
      name: "rocket",
      file: join(REAL, "rocket-f9r/f9r-v2.blend"),
      settings: { frames: "0-280x5", percentage: 12, samples: 16 },
    },
    {
      name: "timing",
      file: join(REAL, "rocket-timing"),
      main: "video/timing.blend",
      settings: { frames: "0-7800x100", percentage: 25, samples: 32 },
    },
  ];
  return cases.filter(({ name, file }) => {
    if (bench.cases !== null && !bench.cases.includes(name)) return false;
    if (!existsSync(file)) bench.tell(`  ${name} is not beside the checkout; left out`);
    return existsSync(file);
  });
}

interface Seen {
  name: string;
  quote: NonNullable<Quote["estimate"]>;
  realCoreSeconds: number;
  probeCoreSeconds: number;
  probes: number;
}

async function quoteAndRender({ farm, ...artist }: Person, one: Case): Promise<Seen> {
  const project =
    one.main === undefined
      ? await uploadByApi({ farm, ...artist }, one.file)
      : await sendFolder(farm, one.file, one.main);
  const settings = renderSettings.parse({ ...one.settings, blendFile: project.blendFile });
  let quote = await farm.quotes.start({ body: { projectId: project.id, settings } });
  while (quote.state === "probing") {
    await sleep(100);
    quote = await farm.quotes.get({ params: { quoteId: quote.id } });
  }
  if (quote.estimate === null) throw new Error(`${one.name}: no price: ${quote.problem}`);
  const body = taskFromSettings({
    name: one.name,
    bucket: project.bucket,
    version: project.version,
    settings,
  });
  const { uuid } = await farm.tasks.submit({ body });
  const job = await jobEnds(farm, uuid, ({ state }) => state === "completed");
  const probeCoreSeconds = quote.probes.reduce((sum, probe) => sum + (probe.coreSeconds ?? 0), 0);
  return {
    name: one.name,
    quote: quote.estimate,
    realCoreSeconds: job.coreSeconds,
    probeCoreSeconds,
    probes: quote.probes.length,
  };
}

export const quote: Row = async (bench) => {
  const { artist } = await bench.farm();
  const seen: Seen[] = [];
  for (const one of await casesOf(bench)) {
    const it = await quoteAndRender(artist, one);
    seen.push(it);
    const { low, high, lowCoreSeconds, coreSeconds, highCoreSeconds } = it.quote;
    const [least, likely, most] = [lowCoreSeconds, coreSeconds, highCoreSeconds].map((x) => x.toFixed(1));
    const share = ((it.probeCoreSeconds / it.realCoreSeconds) * 100).toFixed(1);
    bench.tell(
      `  ${it.name}: ${low / MICRO} to ${high / MICRO} credits (${least} to ${most}, likely ${likely} core-s), really ${it.realCoreSeconds.toFixed(1)} core-s; ${it.probes} probes took ${share} %`,
    );
  }
  // The range before it is rounded to whole credits, which would flatter jobs as small as these.
  const isInside = ({ quote: { lowCoreSeconds, highCoreSeconds }, realCoreSeconds }: Seen) =>
    realCoreSeconds >= lowCoreSeconds && realCoreSeconds <= highCoreSeconds;
  const inside = seen.filter(isInside).length;
  const off = median(seen.map((s) => Math.abs(s.quote.coreSeconds / s.realCoreSeconds - 1)));
  const shares = seen.map((s) => s.probeCoreSeconds / s.realCoreSeconds);
  const share = Math.max(...shares);
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
  const comparedWith = "what the same job really cost";
  return [
    {
      figure: "Scenes whose real cost is inside the quoted range",
      must: `at least ${MUST_INSIDE} of 6`,
      seen: `${inside} of ${seen.length}`,
      comparedWith,
      isMet: inside >= MUST_INSIDE,
      samples: { seen },
    },
    {
      figure: "Middle of the quote against the real cost, median",
      must: `within ${percent(MUST_MIDDLE)}`,
      seen: percent(off),
      comparedWith,
      isMet: off <= MUST_MIDDLE,
      samples: {},
    },
    {
      figure: "What the probes cost, where it is most",
      must: `at most ${percent(PROBE_SHARE)}`,
      seen: percent(share),
      comparedWith: "the job's cost",
      isMet: share <= PROBE_SHARE,
      samples: { shares },
    },
  ];
};
