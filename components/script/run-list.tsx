/** Every run of a command, in order. Only rows on the screen exist; arrows move the one that is shown. */
"use client";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import type { Frame } from "#lib/contract/farm/jobs.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { RUN_HEIGHT, RunRow, runId } from "./run-row.tsx";

const STEP: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

export function RunList(props: {
  jobId: JobId;
  frames: readonly Frame[];
  shown: Frame | undefined;
  onShow: (frame: number) => void;
}): ReactNode {
  const { jobId, frames, shown, onShow } = props;
  const ref = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (ref.current !== null) setTop(ref.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  // Its answers change without React knowing; the compiler that minds is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useWindowVirtualizer({
    count: frames.length,
    estimateSize: () => RUN_HEIGHT,
    overscan: 8,
    scrollMargin: top,
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const last = frames.length - 1;
    const from = shown === undefined ? 0 : frames.indexOf(shown);
    const step = STEP[event.key];
    const to =
      event.key === "Home" ? 0 : event.key === "End" ? last : step === undefined ? null : from + step;
    if (to === null || last < 0) return;
    const place = Math.max(0, Math.min(last, to));
    const frame = frames[place];
    if (frame !== undefined) onShow(frame.frame);
    rows.scrollToIndex(place, { align: "auto" });
    event.preventDefault();
  };
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
      style={{ height: rows.getTotalSize() }}
    >
      {rows.getVirtualItems().map((row) => {
        const frame = frames[row.index];
        if (frame === undefined) return null;
        return (
          <div
            key={row.key}
            role="presentation"
            className="absolute inset-x-0"
            style={{ top: row.start - top }}
          >
            <RunRow
              jobId={jobId}
              frame={frame}
              place={row.index}
              count={frames.length}
              isShown={shown?.frame === frame.frame}
              onShow={onShow}
            />
          </div>
        );
      })}
    </div>
  );
}
