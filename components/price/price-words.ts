/** The price of what the form says, from a quote. Pure. */
import type { Quote } from "#lib/contract/farm/quotes.ts";
import { type Estimate, estimateJob, type Probe, type Work } from "#lib/domain/quote.ts";
import type { RenderSettings } from "#lib/domain/render-settings.ts";

export const probesOf = ({ probes, probePixels: pixels }: Quote): Probe[] =>
  probes.flatMap(({ coreSeconds, ...told }) =>
    coreSeconds === null ? [] : [{ ...told, coreSeconds, pixels }],
  );

/** Another scene, camera, engine or denoising is another picture: its price is not known from these probes. */
export const fitsQuote = (quote: Quote, settings: RenderSettings): boolean =>
  (["blendFile", "scene", "camera", "engine", "denoise", "fileScripts"] as const).every(
    (name) => quote.settings[name] === settings[name],
  );

/** The price of what the form says now, reckoned from the probes: frames, size and samples may differ from what was asked. */
export const estimateFor = (quote: Quote, work: Work): Estimate | null => estimateJob(probesOf(quote), work);
