/** The farm's one number, and what it means: in the header and on the sign-in page. */
"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import type { FarmStatus } from "#lib/contract/farm/nodes.ts";
import { farmQuery } from "#lib/queries/farm.ts";

export const AVAILABILITY_MEANS =
  "The share of the farm's cores that is free now. 0 % means the farm is full, not broken: new frames wait their turn.";

/** What the number says in words. */
export function availabilityInWords(status: FarmStatus): string {
  if (status.nodes === 0) return "No node is connected, so nothing renders right now.";
  if (status.availability <= 0) return "Every core is busy: the farm is full, not broken.";
  return "Share of the farm's cores that is free now.";
}

/** Live where the page watches `farm`. */
export function Availability(): ReactNode {
  const { data } = useQuery(farmQuery(farm));
  const format = useFormat();
  const text = data === undefined ? "…" : format.share(data.availability);
  return (
    <span className="figure" title={data?.nodes === 0 ? availabilityInWords(data) : AVAILABILITY_MEANS}>
      <span className="text-ink-3">
        <span className="hidden sm:inline">Farm availability: </span>
        <span className="sm:hidden">Farm: </span>
      </span>
      <span className="font-semibold text-ink">{text}</span>
    </span>
  );
}

/** One line for who is not signed in yet. `children` of the page keep it fresh by asking again. */
export function AvailabilityLine(): ReactNode {
  const { data } = useQuery({ ...farmQuery(farm), refetchInterval: 10_000 });
  const format = useFormat();
  if (data === undefined) return <p className="text-sm text-ink-3">The farm can't be reached right now.</p>;
  return (
    <p className="text-sm text-ink-2">
      Farm availability <strong className="figure text-ink">{format.share(data.availability)}</strong>
      <span className="text-ink-3"> · {availabilityInWords(data)}</span>
    </p>
  );
}
