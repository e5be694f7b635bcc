/**
 * What a credit is and what a frame costs. One credit is one core-minute of computation.
 * Money is integer micro-credits everywhere; a whole credit appears only where a job is closed or a person reads.
 */
import type { Branded } from "./ids.ts";

export type MicroCredits = Branded<number, "MicroCredits">;
export const MICRO = 1_000_000;
const SECONDS_PER_CREDIT = 60;

export const microCredits = (value: number): MicroCredits => Math.round(value) as MicroCredits;
export const fromCredits = (credits: number): MicroCredits => microCredits(credits * MICRO);

export const LEDGER_KINDS = ["grant", "hold", "charge", "release", "refund"] as const;
/**
 * `grant` adds to an account. `hold` reserves for a job (negative), `release` gives it back.
 * `charge` is computation (negative); `refund` takes a charge back.
 */
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** Price of computation. Units: core-seconds in, micro-credits out; 60 core-seconds are 1,000,000. */
export function price(coreSeconds: number): MicroCredits {
  return microCredits((Math.max(0, coreSeconds) / SECONDS_PER_CREDIT) * MICRO);
}

/** A job's total rounded up to a whole credit, once. Shape: 380.9 credits → 381 credits. */
export function roundedTotal(charged: number): MicroCredits {
  return microCredits(Math.ceil(charged / MICRO) * MICRO);
}

/**
 * What closing a job adds so that its total is whole credits. Never negative.
 * Shape: charged 380,900,000 → 100,000
 */
export function roundingCharge(charged: number): MicroCredits {
  return microCredits(roundedTotal(charged) - charged);
}

/**
 * Core-seconds of one sample of one megapixel on a common core, from the sample scenes; rough on purpose:
 * a hold is a reservation that is released at the end, not a price.
 */
const CORE_SECONDS_PER_MEGASAMPLE = 3;
const LEAST_PER_FRAME = 1;

/** What a frame that nobody has rendered yet is taken for. Units: pixels after percentage; core-seconds. */
export function guessedCoreSeconds(frame: { width: number; height: number; samples: number | null }): number {
  const megaSamples = (frame.width * frame.height * (frame.samples ?? 16)) / 1e6;
  return Math.max(LEAST_PER_FRAME, megaSamples * CORE_SECONDS_PER_MEGASAMPLE);
}

/**
 * What is reserved when a job is submitted.
 * Units: pixels after percentage; micro-credits. A whole credit at least, like the bill.
 */
export function holdFor(job: {
  frames: number;
  width: number;
  height: number;
  samples: number | null;
}): MicroCredits {
  return roundedTotal(price(job.frames * guessedCoreSeconds(job)));
}

/** Credits for people: two decimals while running, none when whole. Shape: 1,500,000 → "1.50" */
export function formatCredits(micro: number, locale?: string): string {
  const credits = micro / MICRO;
  const digits = Number.isInteger(credits) ? 0 : 2;
  return credits.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
