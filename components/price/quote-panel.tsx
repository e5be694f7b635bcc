/** What the job will cost, asked of the farm: a few small frames rendered at once and free of charge. */
"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Coins } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Quote } from "#lib/contract/farm/quotes.ts";
import { expandFrameRange } from "#lib/domain/frame-range.ts";
import type { Ceiling } from "#lib/domain/cap.ts";
import type { ProjectId } from "#lib/domain/ids.ts";
import { secondsOn } from "#lib/domain/quote.ts";
import { aboutTime, PRICE_RULE, rangeInWords } from "#lib/domain/quote-words.ts";
import type { EffectiveSettings, RenderSettings } from "#lib/domain/render-settings.ts";
import { farmQuery } from "#lib/queries/farm.ts";
import { startQuote } from "#lib/queries/mutations.ts";
import { quoteQuery } from "#lib/queries/quotes.ts";
import { estimateFor, fitsQuote } from "./price-words.ts";
import { ProbeSheet } from "./probe-sheet.tsx";
import { StartFields } from "./start-fields.tsx";
import { useAddressId } from "./use-address-id.ts";
import { useStart } from "./use-start.ts";

interface Form {
  /** Null while a field is wrong. */
  settings: RenderSettings | null;
  effective: EffectiveSettings | null;
}

/** What is rendered when the job starts by itself. */
export interface JobToStart {
  name: string;
  /** Undefined while it is half written. */
  ceiling: Ceiling | undefined;
  acceptsMissing: boolean;
  /** Something in the file keeps it from rendering at all. */
  isStopped: boolean;
}

/** The price of the form as it stands, in words. */
function QuotedPrice({ quote, form }: { quote: Quote; form: Form }): ReactNode {
  const format = useFormat();
  const { data: status } = useQuery(farmQuery(farm));
  const { settings, effective } = form;
  if (settings === null || effective === null) return null;
  if (!fitsQuote(quote, settings))
    return (
      <p className="text-sm text-ink-2">These settings make another picture. Ask for its price again.</p>
    );
  const work = {
    frames: expandFrameRange(settings.frames),
    pixels: effective.width * effective.height,
    samples: effective.samples,
  };
  const estimate = estimateFor(quote, work);
  if (estimate === null) return null;
  const free = status === undefined ? 0 : status.cores - status.busyCores;
  const isFull = free < 1;
  const cores = isFull ? (status?.cores ?? 1) : free;
  return (
    <div>
      <p className="text-lg font-semibold" data-testid="quote">
        {rangeInWords(estimate, format.locale)}
      </p>
      <p className="text-sm text-ink-2">
        {aboutTime(secondsOn(estimate, cores))}{" "}
        {isFull
          ? "of work for all of the farm’s cores, once they are free"
          : `on the ${format.count(Math.round(cores))} cores free now`}
      </p>
      {quote.state === "probing" && (
        <p className="mt-1 text-xs text-ink-3">Still looking; the range gets narrower.</p>
      )}
    </div>
  );
}

/** What came of a job that was to start by itself. */
function Outcome({ quote }: { quote: Quote }): ReactNode {
  const { start } = quote;
  if (start === null) return null;
  if (start.outcome === null)
    return (
      <Notice>
        {start.name} starts by itself when its price is known and within {start.within.toLocaleString("en")}{" "}
        credits. You can close the page.
      </Notice>
    );
  const { jobId, text } = start.outcome;
  return (
    <Notice kind={jobId === null ? "warning" : "calm"} isAlert>
      {text}{" "}
      {jobId !== null && (
        <Link className="underline" href={`/jobs/${jobId}`}>
          See it
        </Link>
      )}
    </Notice>
  );
}

export function QuotePanel(props: { projectId: ProjectId; form: Form; job: JobToStart }): ReactNode {
  const client = useQueryClient();
  const [quoteId, setQuoteId] = useAddressId("quote");
  const wish = useStart();
  const start = useMutation({
    ...startQuote(farm, client),
    onSettled: (made) => made !== undefined && setQuoteId(made.id),
  });
  const asked = useQuery(quoteQuery(farm, quoteId));
  // An old address may name one that is given up, or another project's.
  const quote = asked.data?.projectId === props.projectId ? asked.data : undefined;
  const { settings } = props.form;
  const { name, ceiling, acceptsMissing, isStopped } = props.job;
  const isProbing = start.isPending || quote?.state === "probing";
  const isWaiting = quote !== undefined && quote.start !== null && quote.start.outcome === null;
  const isStart = wish.isWanted;
  const isReady = settings !== null && (!isStart || (wish.within !== undefined && ceiling !== undefined));
  const ask = () => {
    if (settings === null) return;
    const { within } = wish;
    if (!isStart) return start.mutate({ projectId: props.projectId, settings });
    if (within === undefined || ceiling === undefined) return;
    const { credits: cap, atCap } = ceiling;
    start.mutate({
      projectId: props.projectId,
      settings,
      start: { name, within, cap, atCap, acceptsMissing },
    });
  };
  const words = isStart
    ? "Ask for the price, then start"
    : quote === undefined
      ? "What will it cost?"
      : "Ask again";
  return (
    <section aria-label="Quote" className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      {quote !== undefined && <QuotedPrice quote={quote} form={props.form} />}
      {quote !== undefined && <ProbeSheet quote={quote} />}
      {quote?.problem && <Notice kind="problem">{quote.problem}</Notice>}
      {quote !== undefined && <Outcome quote={quote} />}
      {start.error !== null && (
        <Notice kind="problem" isAlert>
          {start.error.message}
        </Notice>
      )}
      {!isStopped && !isWaiting && <StartFields draft={wish} />}
      <Button
        size="sm"
        disabled={isProbing || !isReady}
        title="A few small frames are rendered now, free of charge"
        onClick={ask}
      >
        <Coins />
        {isProbing ? "Rendering probes…" : words}
      </Button>
      <p className="text-xs text-ink-3">{PRICE_RULE}</p>
    </section>
  );
}
