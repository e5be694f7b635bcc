/** The figures, each with what it is reckoned from behind a question mark. */
"use client";
import type { ReactNode } from "react";
import { useFormat } from "#components/shell/reader.tsx";
import { formatDuration } from "#components/ui/format.ts";
import type { JobFacts } from "#lib/contract/farm/facts.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { formatEnergy, formatMass, watts } from "./units.ts";

interface Line {
  name: string;
  value: string;
  /** How it comes about. */
  formula: string;
}

const WATTS_FROM = {
  measured: "measured by the processors of the nodes",
  told: "the administrator's figure: no node of this job could measure",
  both: "measured where a node can, else the administrator's figure",
} as const;

function workLines(job: Job, facts: JobFacts, format: ReturnType<typeof useFormat>): Line[] {
  const cores = facts.averageCores;
  return [
    {
      name: "Computation",
      value: formatDuration(facts.coreSeconds, true),
      formula: "CPU time of the frames that were delivered, over all cores.",
    },
    {
      name: "Job duration",
      value: facts.durationSeconds === null ? "not begun" : formatDuration(facts.durationSeconds, true),
      formula: "From the first frame's beginning to the end, or to now.",
    },
    {
      name: "Average #CPUs",
      value: cores === null ? "–" : cores.toLocaleString(format.locale, { maximumFractionDigits: 1 }),
      formula: "Computation ÷ job duration.",
    },
    {
      name: "Credits",
      value: format.credits(job.charged),
      formula: "One is a core-minute of computation; only delivered frames are charged.",
    },
    {
      name: "Data in",
      value: format.bytes(facts.bytesIn),
      formula: "The project's files as they were submitted.",
    },
    { name: "Data out", value: format.bytes(facts.bytesOut), formula: "The finished files." },
  ];
}

function energyLines({ energy, factors }: JobFacts, locale: string): Line[] {
  const { reference, pue, heatReused } = factors;
  const percent = `${(heatReused * 100).toLocaleString(locale)} %`;
  return [
    {
      name: "Energy consumed",
      value: formatEnergy(energy.consumedWh, locale),
      formula: `Computation × ${watts(energy.wattsPerCore, locale)} a core (${WATTS_FROM[energy.source]}) × PUE ${pue}.`,
    },
    {
      name: "Energy saved",
      value: formatEnergy(energy.savedWh, locale),
      formula: `What “${reference.name}” (PUE ${reference.pue}) would have taken, and the heating that was replaced (${percent} of the energy, at ${factors.heatingEfficiency} kWh of heat for each kWh), less what was consumed.`,
    },
    {
      name: "CO₂ saved",
      value: formatMass(energy.savedGrams, locale),
      formula: `${reference.gridGrams} g/kWh there less ${factors.gridGrams} g/kWh here, and ${factors.heatGrams} g for each kWh of heat that was replaced. Emitted: ${formatMass(energy.emittedGrams, locale)}.`,
    },
    {
      name: "People heated",
      value: `${energy.personDays.toLocaleString(locale, { maximumFractionDigits: 1 })} man-days`,
      formula: `${percent} of the energy warms rooms; ${factors.kwhPerPersonDay} kWh keep a person warm for a day.`,
    },
  ];
}

export function FactsList({ job, facts }: { job: Job; facts: JobFacts }): ReactNode {
  const format = useFormat();
  const lines = [...workLines(job, facts, format), ...energyLines(facts, format.locale)];
  return (
    <section aria-label="Figures" className="rounded-lg border border-line bg-surface p-4 sm:p-6 print:p-3">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-5 sm:grid-cols-3 lg:grid-cols-4">
        {lines.map((line) => (
          <div key={line.name} className="relative min-w-0">
            <dt className="text-xs text-ink-3">{line.name}</dt>
            <dd className="flex items-baseline gap-2">
              <span className="figure text-lg font-semibold" suppressHydrationWarning>
                {line.value}
              </span>
              <details className="text-xs print:hidden">
                <summary
                  aria-label={`How ${line.name} is reckoned`}
                  title={line.formula}
                  className="inline-flex size-6 cursor-pointer list-none items-center justify-center rounded-full border border-line text-ink-2 hover:border-line-strong [&::-webkit-details-marker]:hidden"
                >
                  ?
                </summary>
                <p className="absolute inset-x-0 z-10 mt-1 rounded-md border border-line bg-raised p-2 text-ink-2 shadow-float">
                  {line.formula}
                </p>
              </details>
            </dd>
          </div>
        ))}
      </dl>
      <ul className="mt-4 hidden list-disc pl-4 text-xs text-ink-2 print:block">
        {lines.map((line) => (
          <li key={line.name}>
            {line.name}: {line.formula}
          </li>
        ))}
      </ul>
    </section>
  );
}
