/** The empty list, which teaches how to begin. */
"use client";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { SampleButton } from "#components/project/sample-button.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { CampfirePicture } from "#components/shell/campfire-picture.tsx";

const STEPS = [
  ["Drop a .blend", "Or its whole folder, or a .zip: textures and libraries are found in their folders."],
  ["Check the settings", "They come from your file: scene, camera, engine, samples, range, size."],
  ["Watch frames arrive", "Each one appears the moment it is done. Take them home one by one or as a .zip."],
] as const;

export function NoJobs(): ReactNode {
  return (
    <section className="mx-auto max-w-4xl py-2 sm:py-8">
      <div className="overflow-hidden rounded-lg border border-line bg-surface sm:grid sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <CampfirePicture className="h-44 sm:h-auto" />
        <div className="p-6 sm:px-8 sm:py-12">
          <h1 className="text-xl font-semibold">Nothing on the fire yet</h1>
          <p className="mt-1 text-ink-2">
            A job is one .blend and a range of frames. Bring your own, or render the scene in this picture:
            its 24 frames take a few minutes.
          </p>
          <div className="mt-6 flex flex-wrap gap-3">
            <ButtonLink href="/jobs/new" variant="primary">
              <Plus /> New job
            </ButtonLink>
            <SampleButton />
          </div>
        </div>
      </div>
      <ol className="mt-4 grid gap-4 sm:grid-cols-3">
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
