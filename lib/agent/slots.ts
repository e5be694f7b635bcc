/**
 * How many Blenders to run at once, decided from what was measured. Pure.
 * Every Blender gets all cores as threads: while one is in a phase that uses a single thread (loading, syncing, writing the
 * file), the others fill the cores. One more pays only while cores stand idle and frames really come faster: where a single
 * Blender kept two cores 96 % busy, a second one made the same frames 5 % later.
 */

/** What a number of Blenders achieved over a window. */
export interface Measured {
  slots: number;
  framesPerSecond: number;
  /** Share of the machine's CPU time that was used, 0 … 1, by whomever. */
  busyShare: number;
}

export interface SlotFacts {
  cores: number;
  /** What the node may give to Blenders at all, and the most that one took. Units: bytes; null: none has rendered yet. */
  memoryBytes: number;
  peakBytes: number | null;
  /** The latest measurement of each number tried on this scene. */
  measured: readonly Measured[];
  /** The number in force. */
  now: number;
}

export interface SlotDecision {
  slots: number;
  /** Why, in words for the farm's page. */
  note: string;
}

/** Cores this busy are as good as full: what is missing is the kernel's and the agent's. */
const FULL = 0.95;
/** Gain below which another Blender is not worth its memory. */
const WORTH = 1.03;
/** A first guess of a Blender with a scene open. Units: bytes. */
const GUESS_BYTES = 2 * 2 ** 30;
/** Alone at first: its first frame tells whether it leaves cores idle. */
export const START = 1;

/** As many as memory allows; at least one, which may then fail for memory and say so. */
export function mostByMemory(facts: Pick<SlotFacts, "memoryBytes" | "peakBytes">): number {
  return Math.max(1, Math.floor(facts.memoryBytes / (facts.peakBytes ?? GUESS_BYTES)));
}

export function decideSlots(facts: SlotFacts): SlotDecision {
  // More Blenders than cores and one never pays: each already has all cores as threads.
  const most = Math.min(mostByMemory(facts), facts.cores + 1);
  const at = (slots: number) => facts.measured.find((m) => m.slots === slots);
  const here = at(facts.now);
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  if (facts.now > most) {
    const held = Math.round((facts.peakBytes ?? GUESS_BYTES) / 2 ** 20);
    return {
      slots: most,
      note: `${blenders(most)}: a Blender takes ${held} MiB, memory has room for no more.`,
    };
  }
  if (here === undefined) {
    const slots = Math.min(most, facts.measured.length === 0 ? START : facts.now);
    const note = facts.measured.length === 0 ? "to begin with; not measured yet." : "being tried.";
    return { slots, note: `${blenders(slots)} with ${facts.cores} threads each, ${note}` };
  }
  const fewer = at(facts.now - 1);
  if (fewer !== undefined && here.framesPerSecond < fewer.framesPerSecond * WORTH)
    return {
      slots: facts.now - 1,
      note: `${blenders(facts.now - 1)}: ${facts.now} were tried and gave ${gain(here, fewer)}.`,
    };
  const more = at(facts.now + 1);
  const full = here.busyShare >= FULL;
  const refuted = more !== undefined && more.framesPerSecond < here.framesPerSecond * WORTH;
  if (full || refuted || facts.now >= most) {
    const why = full
      ? "cores are full"
      : refuted
        ? `${facts.now + 1} gave ${gain(more, here)}`
        : "memory or cores have room for no more";
    return {
      slots: facts.now,
      note: `${blenders(facts.now)} keep the cores ${percent(here.busyShare)} busy; ${why}.`,
    };
  }
  return {
    slots: facts.now + 1,
    note: `${blenders(facts.now + 1)} are tried: ${facts.now} kept the cores only ${percent(here.busyShare)} busy.`,
  };
}

const blenders = (count: number): string => (count === 1 ? "1 Blender" : `${count} Blenders`);

function gain(a: Measured, b: Measured): string {
  const change = Math.round((a.framesPerSecond / b.framesPerSecond - 1) * 100);
  return change > 0 ? `only ${change} % more` : change === 0 ? "no more" : `${-change} % less`;
}
