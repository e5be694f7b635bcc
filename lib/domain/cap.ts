/**
 * A job's cap: the most that it may cost, in whole credits. Pure. Two rules keep it: no frame is handed out that the rest
 * of the cap is not expected to bear, and no charge goes past what is left of it.
 */
import { formatCredits, guessedCoreSeconds, MICRO, price } from "./credits.ts";

/** What happens to frames that are left when a job is at its cap: they wait for a higher one, or are canceled. */
export const AT_CAP = ["pause", "stop"] as const;
export type AtCap = (typeof AT_CAP)[number];

/** Far above any job, far below what a JavaScript number holds in micro-credits. */
export const MAX_CAP_CREDITS = 100_000_000;
/** What is wrong with a cap, in words; null: nothing. Whole, so that rounding a bill up never leads past it. */
export function capProblem(credits: number): string | null {
  if (Number.isNaN(credits)) return "The cap must be a number of credits.";
  if (!Number.isInteger(credits)) return "The cap must be whole credits.";
  if (credits < 1) return "The cap must be at least 1 credit.";
  if (credits <= MAX_CAP_CREDITS) return null;
  return `The cap must be at most ${MAX_CAP_CREDITS.toLocaleString("en")} credits.`;
}

/** What an owner asks for. `credits` null: no cap. */
export interface Ceiling {
  credits: number | null;
  atCap: AtCap;
}

/** From this share of the cap on the owner has been told. */
export const NEAR_CAP = 0.8;

/** Below it, near it, or so close that nothing more is handed out. */
export const CAP_LEVELS = ["below", "near", "reached"] as const;
export type CapLevel = (typeof CAP_LEVELS)[number];

export interface CapFacts {
  /** Units of all money here: micro-credits. Null: no cap. */
  cap: number | null;
  charged: number;
  queued: number;
  active: number;
  /** Delivered so far: how long a frame takes, and how many cores it kept busy. */
  secondsPerFrame: number | null;
  coreSeconds: number;
  frameSeconds: number;
  effective: { width: number; height: number; samples: number | null };
}

/** What may still be charged. Infinite without a cap. */
export const leftOfCap = ({ cap, charged }: Pick<CapFacts, "cap" | "charged">): number =>
  cap === null ? Number.POSITIVE_INFINITY : Math.max(0, cap - charged);

/** An amount that the cap lets pass. */
export const withinCap = (job: Pick<CapFacts, "cap" | "charged">, amount: number): number =>
  Math.min(amount, leftOfCap(job));

/** What one more frame will cost: the mean of those delivered; before the first, the guess that a hold is made with. */
export function expectedFramePrice(job: Omit<CapFacts, "cap" | "charged" | "queued" | "active">): number {
  if (job.secondsPerFrame === null || job.frameSeconds <= 0) return price(guessedCoreSeconds(job.effective));
  return price(job.secondsPerFrame * (job.coreSeconds / job.frameSeconds));
}

/**
 * How many more frames may be handed out: those that what is left bears, after the ones in hand. One that turns out dearer
 * is charged only up to the cap. While nothing is known one frame is tried, by itself.
 */
export function framesUnderCap(job: CapFacts): number {
  if (job.cap === null) return job.queued;
  if (job.charged >= job.cap) return 0;
  if (job.secondsPerFrame === null) return job.active === 0 ? Math.min(1, job.queued) : 0;
  const each = Math.max(1, expectedFramePrice(job));
  // A hair of tolerance: ten frames of a tenth of the cap are ten, whatever the sum of their roundings.
  const fitting = Math.floor((leftOfCap(job) + 10) / each) - job.active;
  return Math.max(0, Math.min(job.queued, fitting));
}

export function capLevel(job: CapFacts): CapLevel {
  if (job.cap === null) return "below";
  if (job.charged >= job.cap || (job.queued > 0 && job.active === 0 && framesUnderCap(job) === 0))
    return "reached";
  return job.charged >= job.cap * NEAR_CAP ? "near" : "below";
}

/** Shape: 41,500,000 → "41.50 credits"; 1,000,000 → "1 credit" */
export const creditsInWords = (micro: number, locale = "en"): string =>
  `${formatCredits(micro, locale)} credit${micro === MICRO ? "" : "s"}`;

/** Why a job at its cap waits, and what to do. */
export function capText(job: CapFacts): string {
  const { cap, charged } = job;
  const reached = `Paused at its cap of ${creditsInWords(cap ?? 0)}: ${formatCredits(charged, "en")} are charged`;
  if (charged >= (cap ?? 0)) return `${reached}. Raise the cap to go on, or stop the job.`;
  const next = creditsInWords(Math.ceil(expectedFramePrice(job) / 10_000) * 10_000);
  return `${reached} and the next frame is expected to cost ${next}. Raise the cap to go on, or stop the job.`;
}

/** The least cap that lets a job at its cap render all that is left, whole credits. */
export function capForTheRest(job: CapFacts): number {
  const rest = expectedFramePrice(job) * (job.queued + job.active);
  return Math.ceil((job.charged + rest) / MICRO);
}
