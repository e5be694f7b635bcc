/**
 * Measures: how long a whole job takes through `hearth render`, from the command's start to its exit with every frame in the
 *           folder: upload, reading, rendering, download.
 * Against:  `blender -b FILE -a` and one Blender start for each frame, as farms that hand out single frames do; the same
 *           file, frames and format, in turns, on a machine that does nothing else.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Figure, alternate, type Bench, median, type Row } from "./figure.ts";
import { blenderAll, blenderOne, hearthRender } from "./programs.ts";

const LIGHT = { name: "light", frames: 24, rounds: 3, must: 1.0 };
const HEAVY = { name: "heavy", frames: 6, rounds: 2, must: 1.03 };
const MUST_OF_SINGLES = 0.75;
/** Between two turns, so that what one leaves to be tidied up does not cost the other. Units: milliseconds. */
const REST_MS = 4000;

export const light: Row = async (bench) => {
  const singles = async (file: string, out: string) => {
    let seconds = 0;
    for (let frame = 1; frame <= LIGHT.frames; frame++) seconds += await blenderOne(file, out, frame);
    return seconds;
  };
  const { figure, farm, results } = await compare(bench, LIGHT, { singles });
  const single = median(results.singles ?? []);
  const ratio = farm / single;
  return [
    figure,
    {
      figure: `The same ${LIGHT.frames} light frames against one Blender start a frame`,
      must: `at most ${MUST_OF_SINGLES}`,
      seen: `${ratio.toFixed(3)} (${farm.toFixed(1)} s to ${single.toFixed(1)} s)`,
      comparedWith: "`blender -b FILE -f N`, once a frame",
      isMet: ratio <= MUST_OF_SINGLES,
      samples: { farmSeconds: results.farm, singlesSeconds: results.singles },
    },
  ];
};

export const heavy: Row = async (bench) => [(await compare(bench, HEAVY, {})).figure];

type Way = (file: string, out: string) => Promise<number>;

async function compare(
  bench: Bench,
  what: { name: string; frames: number; rounds: number; must: number },
  more: Record<string, Way>,
): Promise<{ figure: Figure; farm: number; results: Record<string, number[]> }> {
  const { door } = await bench.farm();
  const file = join(await bench.scenes(), `${what.name}.blend`);
  const inFolder = (way: Way) => async () => {
    const out = mkdtempSync(join(tmpdir(), "hearth-bench-"));
    await sleep(REST_MS);
    try {
      return await way(file, out);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  };
  const ways: Record<string, Way> = {
    blender: blenderAll,
    farm: (path, out) => hearthRender(path, out, `1-${what.frames}`, door),
    ...more,
  };
  const turns = Object.fromEntries(Object.entries(ways).map(([name, way]) => [name, inFolder(way)]));
  const results = await alternate(turns, bench.repeats ?? what.rounds, bench.tell);
  const [farm, blender] = [median(results.farm ?? []), median(results.blender ?? [])];
  const ratio = farm / blender;
  const figure: Figure = {
    figure: `Makespan of ${what.frames} ${what.name} frames through \`hearth render\``,
    must: `at most ${what.must.toFixed(2)}`,
    seen: `${ratio.toFixed(3)} (${farm.toFixed(1)} s to ${blender.toFixed(1)} s)`,
    comparedWith: "`blender -b FILE -a`",
    isMet: ratio <= what.must,
    samples: { farmSeconds: results.farm, blenderSeconds: results.blender },
  };
  return { figure, farm, results };
}
