/** The bars of a time graph, and the frames worth a name. Pure. */

export interface TimedFrame {
  place: number;
  frame: number;
  seconds: number;
  memoryBytes: number | null;
}

export interface Bar {
  /** The frame that it links to: the slowest of those it stands for. */
  frame: number;
  seconds: number;
  x: number;
  width: number;
  height: number;
}

/** More can't be told apart, nor hit with a mouse. */
const MOST_BARS = 480;

/** `length`: places in all; one that is not finished is a hole. Units: those of `width` and `height`. */
export function graphBars(
  timed: readonly TimedFrame[],
  length: number,
  width: number,
  height: number,
): Bar[] {
  const columns = Math.min(Math.max(1, length), MOST_BARS);
  const slowest: (TimedFrame | undefined)[] = [];
  let most = 0;
  for (const one of timed) {
    const column = Math.floor((one.place * columns) / Math.max(1, length));
    if (one.seconds > (slowest[column]?.seconds ?? -1)) slowest[column] = one;
    most = Math.max(most, one.seconds);
  }
  const step = width / columns;
  return slowest.flatMap((one, column) =>
    one === undefined
      ? []
      : {
          frame: one.frame,
          seconds: one.seconds,
          x: column * step,
          width: step > 3 ? step - 1 : step,
          height: most === 0 ? 1 : Math.max(1, (one.seconds / most) * height),
        },
  );
}

/** Null where there is none. */
export function outliers(
  timed: readonly TimedFrame[],
): Record<"slowest" | "fastest" | "heaviest", TimedFrame | null> {
  const best = (of: (one: TimedFrame) => number | null) => {
    let found: TimedFrame | null = null;
    for (const one of timed) {
      const value = of(one);
      if (value !== null && (found === null || value > (of(found) ?? 0))) found = one;
    }
    return found;
  };
  return {
    slowest: best((one) => one.seconds),
    fastest: best((one) => -one.seconds),
    heaviest: best((one) => one.memoryBytes),
  };
}
