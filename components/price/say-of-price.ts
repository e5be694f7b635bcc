/** Tells the owner, on whatever page, that a job has used most or all of its cap, or what became of one that was to start by itself. */
import { say } from "#components/ui/toast.tsx";
import type { CapNeared, QuoteDecided } from "#lib/contract/events.ts";
import { creditsInWords } from "#lib/domain/cap.ts";
import { formatCredits } from "#lib/domain/credits.ts";

/** Shape: {name: "shot 12", level: "near", charged: 8.1 credits, cap: 10 credits} → "shot 12 has used 8.10 of the 10 credits of its cap." */
export function capNearedText({ name, level, charged, cap }: CapNeared): string {
  return level === "reached"
    ? `${name} is at its cap of ${creditsInWords(cap)}: nothing more of it is rendered until you raise it.`
    : `${name} has used ${formatCredits(charged, "en")} of the ${creditsInWords(cap)} of its cap.`;
}

/** Good news go sooner. */
export function sayOfPrice(event: CapNeared | QuoteDecided): void {
  if (event.type === "cap.neared") say(capNearedText(event), true);
  else say(event.text, event.jobId === null);
}
