/** What the job will cost, asked of the farm: a few small frames rendered at once and free of charge. */
"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Coins } from "lucide-react";
import { type ReactNode, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Quote } from "#lib/contract/farm/quotes.ts";
import { expandFrameRange } from "#lib/domain/frame-range.ts";
import type { JobId, ProjectId } from "#lib/domain/ids.ts";
import { secondsOn } from "#lib/domain/quote.ts";
import type { EffectiveSettings, RenderSettings } from "#lib/domain/render-settings.ts";
import { farmQuery } from "#lib/queries/farm.ts";
import { startQuote } from "#lib/queries/mutations.ts";
import { quoteQuery } from "#lib/queries/quotes.ts";
import { aboutTime, estimateFor, fitsQuote, PRICE_RULE, rangeInWords } from "./price-words.ts";
import { ProbeSheet } from "./probe-sheet.tsx";

interface Form {
  /** Null while a field is wrong. */
  settings: RenderSettings | null;
  effective: EffectiveSettings | null;
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

export function QuotePanel(props: { projectId: ProjectId; form: Form }): ReactNode {
  const client = useQueryClient();
  const [quoteId, setQuoteId] = useState<JobId | null>(null);
  const start = useMutation({
    ...startQuote(farm, client),
    onSettled: (made) => made !== undefined && setQuoteId(made.id),
  });
  const asked = useQuery(quoteQuery(farm, quoteId));
  const quote = asked.data ?? start.data;
  const { settings } = props.form;
  const isProbing = start.isPending || quote?.state === "probing";
  return (
    <section aria-label="Quote" className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      {quote !== undefined && <QuotedPrice quote={quote} form={props.form} />}
      {quote !== undefined && <ProbeSheet quote={quote} />}
      {quote?.problem && <Notice kind="problem">{quote.problem}</Notice>}
      {start.error !== null && (
        <Notice kind="problem" isAlert>
          {start.error.message}
        </Notice>
      )}
      <Button
        size="sm"
        disabled={isProbing || settings === null}
        title="A few small frames are rendered now, free of charge"
        onClick={() => settings !== null && start.mutate({ projectId: props.projectId, settings })}
      >
        <Coins />
        {isProbing ? "Rendering probes…" : quote === undefined ? "What will it cost?" : "Ask again"}
      </Button>
      <p className="text-xs text-ink-3">{PRICE_RULE}</p>
    </section>
  );
}
