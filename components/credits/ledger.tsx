/** Every movement of credits, newest first, under what one has now. */
"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { LedgerEntry } from "#lib/contract/farm/accounts.ts";
import type { LedgerKind } from "#lib/domain/credits.ts";
import { ledgerQuery, meQuery } from "#lib/queries/accounts.ts";

const KINDS: Record<LedgerKind, { words: string; means: string }> = {
  grant: { words: "Grant", means: "Given by an administrator" },
  hold: { words: "Hold", means: "Reserved when a job was submitted" },
  charge: { words: "Charge", means: "Computation of delivered frames" },
  release: { words: "Release", means: "The rest of a hold, given back" },
  refund: { words: "Refund", means: "A charge, taken back" },
};

function Row({ entry }: { entry: LedgerEntry }): ReactNode {
  const format = useFormat();
  const { words, means } = KINDS[entry.kind];
  return (
    <tr>
      <Td className="whitespace-nowrap text-ink-2">
        <Moment at={entry.at} />
      </Td>
      <Td title={means}>{words}</Td>
      <Td className="w-full min-w-40">
        {entry.jobId === null ? (
          entry.note
        ) : (
          <Link href={`/jobs/${entry.jobId}`} prefetch={false} className="hover:underline">
            {entry.note === "" ? "Job" : entry.note}
          </Link>
        )}
      </Td>
      <Td className={cn("figure text-right", entry.amount > 0 ? "text-completed" : "text-ink")}>
        {entry.amount > 0 ? "+" : "−"}
        {format.credits(Math.abs(entry.amount))}
      </Td>
    </tr>
  );
}

export function Ledger(): ReactNode {
  const format = useFormat();
  const { data: me } = useQuery(meQuery(farm));
  const ledger = useInfiniteQuery(ledgerQuery(farm));
  if (ledger.data === undefined)
    return ledger.error === null ? null : (
      <LoadProblem error={ledger.error} what="your credits" onRetry={() => void ledger.refetch()} />
    );
  const entries = ledger.data.pages.flat();
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4">
      <h1 className="text-lg font-semibold">Credits</h1>
      <section
        aria-label="Balance"
        className="flex flex-wrap items-end gap-x-12 gap-y-3 rounded-lg border border-line bg-surface p-6"
      >
        <div>
          <p className="figure text-4xl font-light">{me === undefined ? "…" : format.credits(me.balance)}</p>
          <p className="mt-1 text-sm text-ink-2">credits to spend</p>
        </div>
        <div>
          <p className="figure text-xl">{me === undefined ? "…" : format.credits(me.held)}</p>
          <p className="text-sm text-ink-2">held for running jobs</p>
        </div>
        <p className="max-w-sm text-sm text-ink-3">
          One credit is one core-minute of computation. Only delivered frames are charged; what a job held and
          did not use comes back.
        </p>
      </section>
      {entries.length === 0 ? (
        <p className="rounded-lg border border-dashed border-line-strong/60 px-6 py-12 text-center text-ink-2">
          Nothing has moved yet. Grants and jobs appear here.
        </p>
      ) : (
        <Table label="Ledger">
          <thead>
            <tr>
              <Th>When</Th>
              <Th>What</Th>
              <Th>For</Th>
              <Th className="text-right">Credits</Th>
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>td]:border-b-0">
            {entries.map((entry) => (
              <Row key={entry.id} entry={entry} />
            ))}
          </tbody>
        </Table>
      )}
      {ledger.hasNextPage && (
        <Button
          disabled={ledger.isFetchingNextPage}
          onClick={() => void ledger.fetchNextPage()}
          className="self-center"
        >
          {ledger.isFetchingNextPage ? "Fetching…" : "Show older"}
        </Button>
      )}
    </div>
  );
}
