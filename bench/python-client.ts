/**
 * Measures: 25 light frames rendered by a client that speaks as Qarnot's Python SDK 2.22 does, from its first call to the last
 *           picture in its folder, without the ten seconds that it sleeps between two looks.
 * Against:  `hearth render` of the same scene, frames and format, from its start to its exit, in turns. Each turn has a file of
 *           its own, by some bytes behind the scene's end, so that none finds what another has brought or had read.
 */
import { execFile } from "node:child_process";
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { alternate, median, type Row } from "./figure.ts";
import { hearthRender } from "./programs.ts";
import { PYTHON } from "./s3.ts";

const FRAMES = 25;
const MUST_RATIO = 1.05;
const ROUNDS = 3;

export const pythonClient: Row = async (bench) => {
  const { server, artist, door } = await bench.farm();
  const scene = join(await bench.scenes(), "light.blend");
  const folder = mkdtempSync(join(tmpdir(), "hearth-bench-"));
  const script = join(import.meta.dirname, "python-client.py");
  let turns = 0;
  const turn = (way: (file: string, out: string) => Promise<number>) => async () => {
    turns += 1;
    const [file, out] = [join(folder, `turn-${turns}.blend`), join(folder, `out-${turns}`)];
    copyFileSync(scene, file);
    appendFileSync(file, `turn ${turns}`);
    mkdirSync(out);
    const seconds = await way(file, out);
    const pictures = readdirSync(out).filter((name) => name.endsWith(".png")).length;
    if (pictures !== FRAMES) throw new Error(`There are ${pictures} pictures of ${FRAMES}.`);
    return seconds;
  };
  const sdk = async (file: string, out: string) => {
    const words = [script, server.place.api, artist.email, artist.token, file, `1-${FRAMES}`, out];
    const { stdout } = await promisify(execFile)(PYTHON, words);
    return Number(stdout);
  };
  try {
    const results = await alternate(
      { hearth: turn((file, out) => hearthRender(file, out, `1-${FRAMES}`, door)), sdk: turn(sdk) },
      bench.repeats ?? ROUNDS,
      bench.tell,
    );
    const [hearth, client] = [median(results.hearth), median(results.sdk)];
    const ratio = client / hearth;
    return [
      {
        figure: `${FRAMES} light frames by a client like Qarnot's Python SDK 2.22, without its sleeps`,
        must: `at most ${MUST_RATIO.toFixed(2)}`,
        seen: `${ratio.toFixed(3)} (${client.toFixed(1)} s to ${hearth.toFixed(1)} s)`,
        comparedWith: "`hearth render`",
        isMet: ratio <= MUST_RATIO,
        samples: { sdkSeconds: results.sdk, hearthSeconds: results.hearth },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
