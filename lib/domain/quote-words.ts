/** Prices and times in words. Pure. */
import { MICRO } from "./credits.ts";
import type { Estimate } from "./quote.ts";

/** The rule of what is charged, wherever a price stands. */
export const PRICE_RULE =
  "Only delivered frames are charged, one credit a core-minute; what a fault of the farm costs is not.";

/** Shape: 340 and 420 credits → "340 to 420 credits"; equal → "1 credit" */
export function rangeInWords({ low, high }: Pick<Estimate, "low" | "high">, locale: string): string {
  const [from, to] = [low / MICRO, high / MICRO].map((credits) => credits.toLocaleString(locale));
  return from === to ? `${to} credit${high === MICRO ? "" : "s"}` : `${from} to ${to} credits`;
}

/** Shape: 1500 s → "about 25 minutes"; 40 s → "under a minute"; 9000 s → "about 2.5 hours" */
export function aboutTime(seconds: number): string {
  if (seconds < 60) return "under a minute";
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `about ${minutes} minute${minutes === 1 ? "" : "s"}`;
  const hours = seconds / 3600;
  return `about ${hours < 10 ? hours.toFixed(1) : Math.round(hours)} hours`;
}
