/** Jobs that were to start by themselves and have not: those that wait for their price, and those that may not, with the reason. */
"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Quote } from "#lib/contract/farm/quotes.ts";
import { giveUpQuote } from "#lib/queries/mutations.ts";
import { startsQuery } from "#lib/queries/quotes.ts";

function WaitingStart({ quote, start }: { quote: Quote; start: NonNullable<Quote["start"]> }): ReactNode {
  const client = useQueryClient();
  const format = useFormat();
  const giveUp = useMutation(giveUpQuote(farm, client));
  const { outcome } = start;
  const text =
    outcome?.text ??
    `${start.name} waits for its price, and starts by itself within ${format.count(start.within)} credits.`;
  return (
    <Notice kind={outcome === null ? "calm" : "warning"}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-64">{text}</p>
        <div className="flex gap-2">
          <ButtonLink size="sm" href={`/jobs/new?project=${quote.projectId}`}>
            Open
          </ButtonLink>
          <Button
            size="sm"
            variant="quiet"
            disabled={giveUp.isPending}
            onClick={() => giveUp.mutate(quote.id)}
          >
            {outcome === null ? "Do not start" : "Dismiss"}
          </Button>
        </div>
      </div>
    </Notice>
  );
}

export function WaitingStarts(): ReactNode {
  const { data } = useQuery(startsQuery(farm));
  if (data === undefined || data.length === 0) return null;
  return (
    <section aria-label="Jobs that have not started" className="mb-4 flex flex-col gap-2">
      {data.map((quote) => quote.start && <WaitingStart key={quote.id} quote={quote} start={quote.start} />)}
    </section>
  );
}
