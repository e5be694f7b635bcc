/** The probes of a quote as a first contact sheet: what will come out, and the memory that it needs. */
"use client";
import type { ReactNode } from "react";
import { useFormat } from "#components/shell/reader.tsx";
import type { Quote } from "#lib/contract/farm/quotes.ts";

type Shown = Quote["probes"][number];

function ProbePicture({ probe }: { probe: Shown }): ReactNode {
  const format = useFormat();
  const { frame, thumbnailUrl, peakMemoryBytes, problem } = probe;
  return (
    <li className="min-w-0">
      <div className="grid aspect-video place-items-center overflow-hidden rounded bg-page text-xs text-ink-3">
        {thumbnailUrl === null ? (
          <span title={problem ?? undefined}>{problem === null ? "…" : "no picture"}</span>
        ) : (
          // The address is signed and changes; Next's image service would only fetch it a second time.
          // oxlint-disable-next-line nextjs/no-img-element
          <img src={thumbnailUrl} alt={`Probe of frame ${frame}`} className="size-full object-contain" />
        )}
      </div>
      <p className="figure mt-0.5 flex justify-between gap-1 text-xs text-ink-3">
        <span>{frame}</span>
        {peakMemoryBytes !== null && (
          <span title="Memory that Blender needed">{format.bytes(peakMemoryBytes)}</span>
        )}
      </p>
    </li>
  );
}

export function ProbeSheet({ quote }: { quote: Quote }): ReactNode {
  return (
    <ul aria-label="Probes" className="grid grid-cols-3 gap-2">
      {quote.probes.map((probe) => (
        <ProbePicture key={probe.frame} probe={probe} />
      ))}
    </ul>
  );
}
