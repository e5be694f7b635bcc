/** Every run of a command, in order. Only rows on the screen exist; arrows move the one that is shown. */
"use client";
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { useRows } from "#components/ui/use-rows.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { FrameMap } from "#lib/queries/frame-map.ts";
import { RUN_HEIGHT, RunRow, runId } from "./run-row.tsx";

const STEP: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

export function RunList(props: {
  jobId: JobId;
  map: FrameMap;
  shownPlace: number;
  onShow: (place: number) => void;
}): ReactNode {
  const { jobId, map, shownPlace, onShow } = props;
  const ref = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (ref.current !== null) setTop(ref.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  const rows = useRows({ count: map.length, height: RUN_HEIGHT, top });
  const onKeyDown = (event: KeyboardEvent) => {
    const last = map.length - 1;
    const step = STEP[event.key];
    const to =
      event.key === "Home" ? 0 : event.key === "End" ? last : step === undefined ? null : shownPlace + step;
    if (to === null || last < 0) return;
    const place = Math.max(0, Math.min(last, to));
    onShow(place);
    rows.reveal(place);
    event.preventDefault();
  };
  const shown = map.at(shownPlace);
  return (
    <div
      ref={ref}
      // A select shows no bars.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="listbox"
      aria-label="Runs"
      aria-activedescendant={shown === undefined ? undefined : runId(shown.frame)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="relative w-full rounded-md"
      style={{ height: map.length * RUN_HEIGHT }}
    >
      {Array.from({ length: rows.to - rows.from }, (_, at) => rows.from + at).map((place) => (
        <div
          key={place}
          role="presentation"
          className="absolute inset-x-0"
          style={{ top: place * RUN_HEIGHT }}
        >
          <RunRow jobId={jobId} map={map} place={place} isShown={shownPlace === place} onShow={onShow} />
        </div>
      ))}
    </div>
  );
}
