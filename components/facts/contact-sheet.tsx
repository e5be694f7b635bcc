/** Some of the finished pictures, spread evenly over the job: enough to know it again on paper. */
"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { FramePicture } from "#components/frame/frame-picture.tsx";
import { useFrame, useOfMap } from "#components/frame/use-frame-map.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { FrameMap } from "#lib/queries/frame-map.ts";

/** Four rows of six, on paper too. */
const MOST = 24;

/** Shape: of 100 finished, 24 places from the first to the last. */
function placesOf(map: FrameMap): number[] {
  const finished: number[] = [];
  for (let place = 0; place < map.length; place++)
    if (map.at(place)?.hasPicture === true) finished.push(place);
  if (finished.length <= MOST) return finished;
  return Array.from({ length: MOST }, (_, at) => Math.round((at * (finished.length - 1)) / (MOST - 1))).map(
    (at) => finished[at] as number,
  );
}

export function ContactSheet({ job, map }: { job: Job; map: FrameMap }): ReactNode {
  useOfMap(map, (all) => all.count("completed"), 0);
  const places = placesOf(map);
  if (places.length === 0) return null;
  const aspect = job.effective.width / Math.max(1, job.effective.height);
  return (
    <section aria-labelledby="contact-sheet">
      <h2 id="contact-sheet" className="mb-2 font-semibold">
        Contact sheet
      </h2>
      <ul className="grid grid-cols-3 gap-2 sm:grid-cols-4 lg:grid-cols-6 print:grid-cols-6">
        {places.map((place) => (
          <Cell key={place} job={job} map={map} place={place} aspect={aspect} />
        ))}
      </ul>
    </section>
  );
}

function Cell(props: { job: Job; map: FrameMap; place: number; aspect: number }): ReactNode {
  const frame = useFrame(props.map, props.place);
  if (frame === undefined) return null;
  return (
    <li className="min-w-0 break-inside-avoid">
      <Link href={`/jobs/${props.job.id}?frame=${frame.frame}`} className="block">
        <span className="block overflow-hidden rounded-sm bg-tile" style={{ aspectRatio: props.aspect }}>
          <FramePicture jobId={props.job.id} frame={frame} />
        </span>
        <span className="block text-center text-xs text-ink-3">{frame.frame}</span>
      </Link>
    </li>
  );
}
