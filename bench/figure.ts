/** One line of the table that `npm run bench` prints, and how its numbers are summed up. */
export interface Figure {
  /** What was measured, in words. */
  figure: string;
  /** The bound, in words. */
  must: string;
  /** What came out, in words. */
  seen: string;
  comparedWith: string;
  isMet: boolean;
  /** Every single measurement, with units in the names. */
  samples: Record<string, unknown>;
}

/** Answers its figures; `repeats` null means the row's own number. */
export type Row = (bench: Bench) => Promise<Figure[]>;

export interface Bench {
  repeats: number | null;
  /** Names of a row's own cases; null: all of them. */
  cases: readonly string[] | null;
  /** The farm that most rows share, started when first asked for. */
  farm: () => Promise<import("./farm.ts").BenchFarm>;
  /** Folder with light.blend and heavy.blend. */
  scenes: () => Promise<string>;
  tell: (line: string) => void;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Nearest rank. Errors: none; NaN for no values. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/**
 * Runs the ways in turn, so that what the machine does meanwhile falls on all of them.
 * Shape: ({a, b}, 2) runs a, b, b, a and answers {a: [s, s], b: [s, s]}. Units: whatever the ways answer.
 */
export async function alternate<Name extends string>(
  ways: Record<Name, () => Promise<number>>,
  rounds: number,
  tell: (line: string) => void,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(ways) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) {
    // Turned round each time: being first is neither always a help nor always a burden.
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const value = await ways[name]();
      results[name].push(value);
      tell(`  ${name}: ${value.toFixed(2)}`);
    }
  }
  return results;
}
