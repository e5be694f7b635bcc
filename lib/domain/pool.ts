/** A pool: a set of nodes that jobs may target, and how many frames of its jobs may be at work at once. Pure. */

/** One rule of scaling, in our own words. */
export interface SlotRule {
  name: string | null;
  /** Minutes of the week (UTC, Sunday 0:00 is 0) in which it holds; null: always. */
  periods: readonly { from: number; to: number }[] | null;
  /** A number, or as many as there is work for, within bounds. */
  slots: { kind: "fixed"; count: number } | { kind: "demand"; least: number; most: number; idle: number };
}

const MINUTES_A_DAY = 24 * 60;

const minuteOfWeek = (now: Date): number =>
  now.getUTCDay() * MINUTES_A_DAY + now.getUTCHours() * 60 + now.getUTCMinutes() + now.getUTCSeconds() / 60;

/** The first rule that holds now; rules are in order of rank. */
export function activeRule(rules: readonly SlotRule[], now: Date): SlotRule | null {
  const minute = minuteOfWeek(now);
  return (
    rules.find(
      ({ periods }) => periods === null || periods.some(({ from, to }) => minute >= from && minute <= to),
    ) ?? null
  );
}

/**
 * Slots that a pool has now. `waiting`: frames of its jobs that are queued or at work.
 * Shape: no rules, 4 instances → 4 · demand 0…10 with 1 idle, 3 frames → 4 · rules, none holds now → 0
 */
export function slotsNow(
  pool: { rules: readonly SlotRule[]; instances: number },
  waiting: number,
  now: Date,
): number {
  if (pool.rules.length === 0) return pool.instances;
  const rule = activeRule(pool.rules, now);
  if (rule === null) return 0;
  if (rule.slots.kind === "fixed") return rule.slots.count;
  const { least, most, idle } = rule.slots;
  return Math.max(least, Math.min(most, waiting + idle));
}

/** The most that it may ever have: what is told as its capacity. */
export function mostSlots(pool: { rules: readonly SlotRule[]; instances: number }): number {
  if (pool.rules.length === 0) return pool.instances;
  return Math.max(...pool.rules.map(({ slots }) => (slots.kind === "fixed" ? slots.count : slots.most)));
}
