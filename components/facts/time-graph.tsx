/** Seconds of each finished frame, in order, each a link to it; and the slowest, fastest and heaviest by name. */
"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { useOfMap } from "#components/frame/use-frame-map.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { formatDuration } from "#components/ui/format.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { FrameMap } from "#lib/queries/frame-map.ts";
import { graphBars, outliers, type TimedFrame } from "./time-bars.ts";

const HEIGHT = 120;
const WIDTH = 960;

function timedFrames(map: FrameMap): TimedFrame[] {
  const timed: TimedFrame[] = [];
  for (let place = 0; place < map.length; place++) {
    const frame = map.at(place);
    if (frame?.state === "completed" && frame.seconds !== null)
      timed.push({ place, frame: frame.frame, seconds: frame.seconds, memoryBytes: frame.peakMemoryBytes });
  }
  return timed;
}

export function TimeGraph({ jobId, map }: { jobId: JobId; map: FrameMap }): ReactNode {
  const format = useFormat();
  // Drawn again when frames were delivered, not at each of their progress reports.
  useOfMap(map, (all) => all.count("completed"), 0);
  const timed = timedFrames(map);
  const { slowest, fastest, heaviest } = outliers(timed);
  if (slowest === null || fastest === null)
    return <p className="text-sm text-ink-3">No frame is finished yet: here the time of each will stand.</p>;
  const bars = graphBars(timed, map.length, WIDTH, HEIGHT);
  const to = (frame: number) => `/jobs/${jobId}?frame=${frame}`;
  return (
    <section aria-labelledby="time-graph" className="break-inside-avoid">
      <h2 id="time-graph" className="mb-2 font-semibold">
        Time of each frame
      </h2>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-32 w-full rounded-sm bg-tile"
        role="img"
        aria-label={`Seconds of ${format.count(timed.length)} frames, from ${formatDuration(fastest.seconds, true)} to ${formatDuration(slowest.seconds, true)}`}
      >
        {bars.map((bar) => (
          <a key={bar.frame} href={to(bar.frame)} tabIndex={-1}>
            <title>{`Frame ${bar.frame}: ${formatDuration(bar.seconds, true)}`}</title>
            <rect x={bar.x} y={0} width={bar.width} height={HEIGHT} className="fill-transparent" />
            <rect
              x={bar.x}
              y={HEIGHT - bar.height}
              width={bar.width}
              height={bar.height}
              className="fill-ember"
            />
          </a>
        ))}
      </svg>
      <p className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-sm text-ink-2">
        <Named what="Slowest" frame={slowest} href={to(slowest.frame)}>
          {formatDuration(slowest.seconds, true)}
        </Named>
        <Named what="Fastest" frame={fastest} href={to(fastest.frame)}>
          {formatDuration(fastest.seconds, true)}
        </Named>
        {heaviest !== null && (
          <Named what="Heaviest" frame={heaviest} href={to(heaviest.frame)}>
            {format.bytes(heaviest.memoryBytes ?? 0)}
          </Named>
        )}
      </p>
    </section>
  );
}

function Named(props: { what: string; frame: TimedFrame; href: string; children: ReactNode }): ReactNode {
  return (
    <span>
      {props.what}:{" "}
      <Link href={props.href} className="text-ember-ink underline underline-offset-2">
        frame {props.frame.frame}
      </Link>
      , <span className="figure">{props.children}</span>
    </span>
  );
}
