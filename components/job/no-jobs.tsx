/** The empty list, which teaches how to begin. */
"use client";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { SampleButton } from "#components/project/sample-button.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Logo } from "#components/shell/logo.tsx";

const STEPS = [
  ["Drop a .blend", "Pack external files into it first (File › External Data › Pack Resources)."],
  ["Check the settings", "They come from your file: scene, camera, engine, samples, range, size."],
  ["Watch frames arrive", "Each one appears the moment it is done. Take them home one by one or as a .zip."],
] as const;

export function NoJobs(): ReactNode {
  return (
    <section className="mx-auto max-w-3xl py-8 text-center sm:py-14">
      <Logo className="mx-auto size-16" />
      <h1 className="mt-4 text-xl font-semibold">Nothing on the fire yet</h1>
      <p className="mt-1 text-ink-2">
        A job is one .blend and a range of frames. Start one in under a minute.
      </p>
      <div className="mt-6 flex flex-wrap justify-center gap-3">
        <ButtonLink href="/jobs/new" variant="primary">
          <Plus /> New job
        </ButtonLink>
        <SampleButton />
      </div>
      <ol className="mt-10 grid gap-4 text-left sm:grid-cols-3">
        {STEPS.map(([name, text], at) => (
          <li key={name} className="rounded-lg border border-line bg-surface p-4">
            <p className="font-semibold">
              <span className="mr-2 text-ember-ink">{at + 1}</span>
              {name}
            </p>
            <p className="mt-1 text-sm text-ink-2">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
