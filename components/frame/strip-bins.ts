/** The strip over a whole range as runs of equal columns: which states share each one, and how much of it. Pure. */
import type { FrameState } from "#lib/domain/frame.ts";

/** From the bottom up: what is done grows like a liquid; what went wrong floats on it. */
export const STACK = ["completed", "active", "queued", "canceled", "failed"] as const satisfies FrameState[];

export interface Run {
  /** Columns, the last one not included. */
  from: number;
  to: number;
  /** Share of each state, in the order of STACK; they add up to one. */
  shares: readonly number[];
}

/** A failed frame among a hundred done must be seen. */
const LEAST_FAILED = 0.25;

function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => count / total);
  const failed = shares[4] ?? 0;
  if (failed === 0 || failed >= LEAST_FAILED) return shares;
  const rest = (1 - LEAST_FAILED) / (1 - failed);
  return shares.map((share, at) => (at === 4 ? LEAST_FAILED : share * rest));
}

/** `stateAt`: of a place; `from` and `to`: the places that the columns show. */
export function runsOf(
  stateAt: (place: number) => FrameState | undefined,
  view: { from: number; to: number },
  columns: number,
): Run[] {
  const runs: Run[] = [];
  const perColumn = (view.to - view.from) / columns;
  for (let column = 0; column < columns; column++) {
    const first = Math.floor(view.from + column * perColumn);
    const end = Math.max(first + 1, Math.floor(view.from + (column + 1) * perColumn));
    const counts = STACK.map(() => 0);
    for (let place = first; place < end; place++) {
      const state = stateAt(place);
      if (state !== undefined) counts[STACK.indexOf(state)] = (counts[STACK.indexOf(state)] ?? 0) + 1;
    }
    if (counts.every((count) => count === 0)) continue;
    const shares = sharesOf(counts);
    const last = runs.at(-1);
    if (last !== undefined && last.to === column && last.shares.every((share, at) => share === shares[at]))
      last.to = column + 1;
    else runs.push({ from: column, to: column + 1, shares });
  }
  return runs;
}

/** Zooms around a place that stays where it is. `factor` below 1 comes nearer. At least ten frames stay in view. */
export function zoomed(
  view: { from: number; to: number },
  around: number,
  factor: number,
  count: number,
): { from: number; to: number } {
  const width = Math.min(count, Math.max(Math.min(10, count), (view.to - view.from) * factor));
  const share = (around - view.from) / (view.to - view.from);
  const from = Math.min(Math.max(0, around - share * width), count - width);
  return { from, to: from + width };
}
