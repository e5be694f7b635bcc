/**
 * What a frame costs in full, from a small picture of it with few samples. Pure.
 *
 * Three parts: what does not grow with the picture (evaluating the scene, building what rays are traced against), the samples,
 * which grow with pixels and samples, and what follows them (denoising, compositing, the file), which grows with pixels. The
 * first frame of a Blender that just opened the file is dearer; that is paid once a Blender, not once a frame.
 */

/** A rendered probe. Units: core-seconds, pixels. */
export interface Probe {
  frame: number;
  coreSeconds: number;
  /** Of these: up to the first sample, and the samples. Null: its engine does not tell. */
  setupCoreSeconds: number | null;
  samplingCoreSeconds: number | null;
  /** The first one of its Blender since the file was opened. */
  isCold: boolean;
  pixels: number;
  samples: number | null;
}

/** What is to be rendered. */
export interface Work {
  frames: readonly number[];
  pixels: number;
  samples: number | null;
}

/** A frame of the work in full, at its place in the range; `doubt`: one standard deviation. Units: core-seconds. */
export interface Point {
  place: number;
  cost: number;
  doubt: number;
}

export interface Costs {
  /** By place; none while no probe of the work's frames is there. */
  points: Point[];
  /** What Blenders that begin cost on top. */
  cold: number;
}

/** Error of going from a small picture to a large one, for each doubling of its pixels. */
const PER_DOUBLING = 0.02;
/** Error of the samples' growth: measured; guessed to be even, which a noise threshold makes too dear. Share of what is added. */
const [MEASURED, GUESSED] = [0.03, 0.3];
/** Where an engine does not tell its setup: half of the time, with as much doubt. */
const UNTOLD = 0.5;

interface Placed extends Probe {
  place: number;
}

/** Value at a place, evenly between its neighbours; beyond the ends the nearest. Shape: [(0, 2), (10, 4)] at 5 → 3 */
export function valueAt(known: readonly { place: number; value: number }[], place: number): number {
  const right = known.find((one) => one.place >= place);
  const left = known.findLast((one) => one.place <= place);
  if (left === undefined || right === undefined) return (left ?? right)?.value ?? 0;
  if (right.place === left.place) return left.value;
  return left.value + ((place - left.place) / (right.place - left.place)) * (right.value - left.value);
}

interface Growth {
  /** How much dearer a pixel is with so many samples than with the fewest that were probed. */
  times: (samples: number | null) => number;
  /** Share of the cost with so many samples that is not sure. */
  doubt: (samples: number | null) => number;
}

/** Samples need not cost the same: with a noise threshold most of them may never be taken. Two counts of them tell. */
function growthOf(probes: readonly Placed[]): Growth {
  const told = probes.flatMap(({ place, samples, samplingCoreSeconds, pixels }) =>
    samples === null || samplingCoreSeconds === null
      ? []
      : [{ place, samples, value: samplingCoreSeconds / Math.max(1, pixels) }],
  );
  if (told.length === 0) return { times: () => 1, doubt: () => 0 };
  const few = Math.min(...told.map((one) => one.samples));
  const many = Math.max(...told.map((one) => one.samples));
  const base = told.filter((one) => one.samples === few);
  const ratios = told.flatMap(({ place, samples, value }) =>
    samples === many ? [value / Math.max(1e-12, valueAt(base, place))] : [],
  );
  const middle = ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 1;
  // Between as many and a little more than in proportion, whatever a busy machine measured.
  const ratio = Math.min(Math.max(1, middle), (many / few) * 1.25);
  const each = many === few ? 1 / few : (ratio - 1) / (many - few);
  const times = (samples: number | null) =>
    samples === null ? 1 : samples <= few ? samples / few : 1 + (samples - few) * each;
  const isMeasured = (samples: number) => many > few && samples <= many;
  return {
    times,
    doubt: (samples) =>
      samples === null || samples === few
        ? 0
        : (isMeasured(samples) ? MEASURED : GUESSED) * Math.abs(1 - 1 / times(samples)),
  };
}

/** A probe taken apart; `grows` as it would be in full. */
interface Parts {
  place: number;
  fixed: number;
  grows: number;
  doubt: number;
  isCold: boolean;
}

const onePixel = (probe: Placed): number => 1 / Math.max(1, probe.pixels);

function partsOf(probe: Placed, work: Work, growth: Growth, warmTail: number | null): Parts {
  const { place, isCold } = probe;
  const larger = work.pixels * onePixel(probe);
  const more = growth.times(work.samples) / Math.max(1e-12, growth.times(probe.samples));
  if (probe.setupCoreSeconds === null || probe.samplingCoreSeconds === null) {
    const [fixed, grows] = [probe.coreSeconds * UNTOLD, probe.coreSeconds * (1 - UNTOLD) * larger * more];
    return { place, isCold, fixed, grows, doubt: Math.abs(grows - probe.coreSeconds * UNTOLD) };
  }
  const setup = Math.min(probe.setupCoreSeconds, probe.coreSeconds);
  const sampling = Math.min(probe.samplingCoreSeconds, probe.coreSeconds - setup);
  const after = probe.coreSeconds - setup - sampling;
  // What a cold Blender loads after its samples does not grow; the rest of it does.
  const tail = isCold ? Math.min(after, (warmTail ?? 0) * probe.pixels) : after;
  const grows = sampling * larger * more + tail * larger;
  const share = PER_DOUBLING * Math.abs(Math.log2(Math.max(larger, 1e-9))) + growth.doubt(work.samples);
  return { place, isCold, fixed: setup + after - tail, grows, doubt: grows * share };
}

const placed = (probes: readonly Probe[], work: Work): Placed[] => {
  const placeOf = new Map(work.frames.map((frame, place) => [frame, place]));
  return probes
    .flatMap((probe) => {
      const place = placeOf.get(probe.frame);
      return place === undefined ? [] : [{ ...probe, place }];
    })
    .sort((a, b) => a.place - b.place);
};

/** After the samples, a pixel, of Blenders that were warm. Null: there were none. */
function warmTailOf(probes: readonly Placed[]): number | null {
  const tails = probes
    .filter((one) => !one.isCold && one.setupCoreSeconds !== null && one.samplingCoreSeconds !== null)
    .map(
      (one) =>
        (one.coreSeconds - (one.setupCoreSeconds ?? 0) - (one.samplingCoreSeconds ?? 0)) * onePixel(one),
    )
    .sort((a, b) => a - b);
  return tails[Math.floor(tails.length / 2)] ?? null;
}

export function costsOf(probes: readonly Probe[], work: Work): Costs {
  const known = placed(probes, work);
  const growth = growthOf(known);
  const warmTail = warmTailOf(known);
  const parts = known.map((probe) => partsOf(probe, work, growth, warmTail));
  const warm = parts.filter((one) => !one.isCold).map(({ place, fixed }) => ({ place, value: fixed }));
  let cold = 0;
  const points = parts.map(({ place, fixed, grows, doubt, isCold }) => {
    // Nobody knows how much of a cold Blender's setup was the frame's own before a warm one has rendered beside it.
    if (!isCold || warm.length === 0)
      return { place, cost: fixed + grows, doubt: doubt + (isCold ? fixed / 2 : 0) };
    const own = Math.min(fixed, valueAt(warm, place));
    cold += fixed - own;
    return { place, cost: own + grows, doubt };
  });
  return { points, cold };
}
