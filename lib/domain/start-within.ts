/** Whether a job may start by itself, now that its price is known. Pure. */
import { z } from "zod";
import { AT_CAP, creditsInWords } from "./cap.ts";
import { capCredits } from "./cap-credits.ts";
import { fromCredits, MICRO } from "./credits.ts";
import type { Estimate } from "./quote.ts";

/** What an artist agrees to before the price is known. */
export const startWish = z.object({
  name: z.string().trim().min(1, "The job needs a name.").max(200),
  /** The whole range of the quote must be within it. Units: credits. */
  within: capCredits,
  /** The cap that the job then has; null: `within`. Units: credits. */
  cap: capCredits.nullable().default(null),
  atCap: z.enum(AT_CAP).default("pause"),
  /** Renders in spite of files that are missing. */
  acceptsMissing: z.boolean().default(false),
});
export type StartWish = z.infer<typeof startWish>;

export interface StartFacts {
  wish: StartWish;
  estimate: Pick<Estimate, "low" | "high"> | null;
  /** Why there is no price, or a probe that failed. */
  problem: string | null;
  missingFiles: readonly string[];
}

const files = (count: number) => (count === 1 ? "a file is missing" : `${count} files are missing`);

/** The reason in words; null: it starts. */
export function whyNotStart({ wish, estimate, problem, missingFiles }: StartFacts): string | null {
  if (problem !== null) return `a probe could not be rendered: ${problem}`;
  const [missing] = missingFiles;
  if (missing !== undefined && !wish.acceptsMissing)
    return `${files(missingFiles.length)}, ${missing} first.`;
  if (estimate === null) return "there is no price.";
  const limit = fromCredits(wish.within);
  if (estimate.high <= limit) return null;
  const low = (estimate.low / MICRO).toLocaleString("en");
  return `it is expected to cost ${low} to ${creditsInWords(estimate.high)}, more than the ${creditsInWords(limit)} that you allowed.`;
}

/** The cap of a job that starts by itself: never more than was agreed to, whatever the quote said. */
export const capOfStart = ({ within, cap, atCap }: StartWish) => ({ credits: cap ?? within, atCap });
