/** Prices and times in words. Pure. */
import type { Quote } from "#lib/contract/farm/quotes.ts";
import { MICRO } from "#lib/domain/credits.ts";
import { type Estimate, estimateJob, type Probe, type Work } from "#lib/domain/quote.ts";
import type { RenderSettings } from "#lib/domain/render-settings.ts";

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

export const probesOf = ({ probes, probePixels: pixels }: Quote): Probe[] =>
  probes.flatMap(({ coreSeconds, ...told }) =>
    coreSeconds === null ? [] : [{ ...told, coreSeconds, pixels }],
  );

/** Another scene, camera, engine or denoising is another picture: its price is not known from these probes. */
export const fitsQuote = (quote: Quote, settings: RenderSettings): boolean =>
  (["blendFile", "scene", "camera", "engine", "denoise"] as const).every(
    (name) => quote.settings[name] === settings[name],
  );

/** The price of what the form says now, reckoned from the probes: frames, size and samples may differ from what was asked. */
export const estimateFor = (quote: Quote, work: Work): Estimate | null => estimateJob(probesOf(quote), work);
