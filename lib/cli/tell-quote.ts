/** Asks for a price and tells it: what `hearth quote` prints, and `hearth render --start-within` before it starts. */
import type { Quote } from "#lib/contract/farm/quotes.ts";
import { secondsOn } from "#lib/domain/quote.ts";
import { aboutTime, PRICE_RULE, rangeInWords } from "#lib/domain/quote-words.ts";
import type { ProjectId } from "#lib/domain/ids.ts";
import type { RenderSettings } from "#lib/domain/render-settings.ts";
import type { StartWish } from "#lib/domain/start-within.ts";
import { awaitQuote } from "./await-quote.ts";
import { CliError } from "./cli-error.ts";
import type { Connection } from "./connect.ts";
import { formatBytes, type ProgressLine } from "./progress.ts";

interface Asked {
  projectId: ProjectId;
  settings: RenderSettings;
  start?: StartWish;
}

/** Shape: "340 to 420 credits, about 25 minutes on the 8 cores free now." */
export function quoteLines(
  { estimate, probes }: Pick<Quote, "estimate" | "probes">,
  status: { cores: number; busyCores: number },
): string[] {
  if (estimate === null) return [];
  const free = Math.round(status.cores - status.busyCores);
  const cores = free < 1 ? status.cores : free;
  const where = free < 1 ? "on all cores of the farm, once they are free" : `on the ${free} cores free now`;
  const memory = Math.max(...probes.map((probe) => probe.peakMemoryBytes ?? 0));
  const frames = probes.map((probe) => probe.frame).join(", ");
  return [
    `${rangeInWords(estimate, "en")}, ${aboutTime(secondsOn(estimate, cores))} ${where}.`,
    `Looked at: frames ${frames}${memory > 0 ? `, with up to ${formatBytes(memory)} of memory` : ""}.`,
    PRICE_RULE,
  ];
}

/** Resolves with the quote, decided where a start was wished for. Errors: CliError with the reason when there is no price. */
export async function tellQuote(
  connection: Connection,
  asked: Asked,
  { progress, signal }: { progress: ProgressLine; signal: AbortSignal },
): Promise<Quote> {
  const { farm } = connection;
  const show = ({ probes }: Quote) => {
    const done = probes.filter((probe) => probe.state === "completed").length;
    progress.status(done / Math.max(1, probes.length), `rendering probes, ${done} of ${probes.length}`);
  };
  const first = await farm.quotes.start({ body: asked, signal });
  show(first);
  const isThere = ({ state, start }: Quote) =>
    state !== "probing" && (start === null || start.outcome !== null);
  const quote = await awaitQuote(connection, { quote: first, isThere, onChange: show, signal });
  progress.end();
  if (quote.estimate === null)
    throw new CliError(`There is no price: ${quote.problem ?? "no probe was rendered."}`);
  for (const line of quoteLines(quote, await farm.farm.status({ signal }))) progress.line(line);
  return quote;
}
