/** One run of a command in its line: its number, how far it is, and what it left. */
"use client";
import { memo, type ReactNode } from "react";
import { useFrameProgress } from "#components/realtime/realtime-provider.tsx";
import { useFormat } from "#components/shell/reader.tsx";
import { cn } from "#components/ui/cn.ts";
import { formatDuration } from "#components/ui/format.ts";
import { Meter } from "#components/ui/meter.tsx";
import { StateMark } from "#components/ui/state-mark.tsx";
import { useFrame } from "#components/frame/use-frame-map.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { FrameMap, KnownFrame } from "#lib/queries/frame-map.ts";
import { percentOf, runInWords } from "./run-words.ts";

/** Units: CSS pixels. */
export const RUN_HEIGHT = 44;
export const runId = (frame: number): string => `run-${frame}`;

interface RowProps {
  jobId: JobId;
  map: FrameMap;
  place: number;
  isShown: boolean;
  onShow: (place: number) => void;
}

export const RunRow = memo(function RunRow(props: RowProps): ReactNode {
  const frame = useFrame(props.map, props.place);
  return frame === undefined ? null : <Row {...props} frame={frame} />;
});

function Row(props: RowProps & { frame: KnownFrame }): ReactNode {
  const { jobId, frame, place, isShown, onShow } = props;
  const format = useFormat();
  const progress = useFrameProgress(jobId, frame.frame);
  const percent = percentOf(frame, progress);
  const words = runInWords(frame, progress);
  return (
    // The list has the focus and the keys; a row only takes the pointer.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      // A select's options hold no bars.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      id={runId(frame.frame)}
      aria-selected={isShown}
      aria-setsize={props.map.length}
      aria-posinset={place + 1}
      aria-label={`Run ${frame.frame}: ${words}`}
      tabIndex={-1}
      onClick={() => onShow(place)}
      style={{ height: RUN_HEIGHT }}
      className={cn(
        "grid cursor-pointer grid-cols-[4.5rem_minmax(0,1fr)_auto] items-center gap-x-4 rounded-md px-3 text-sm select-none",
        isShown ? "bg-raised text-ink" : "text-ink-2 hover:bg-raised/60",
      )}
    >
      <span className="figure inline-flex items-center gap-2 font-semibold text-ink">
        <StateMark state={frame.state} share={(percent ?? 0) / 100} className="size-3.5" />
        {frame.frame}
      </span>
      <span className="min-w-0">
        <span className="flex items-baseline justify-between gap-3">
          <span className={cn("truncate", frame.state === "failed" && "text-failed")}>{words}</span>
          {frame.state === "active" && percent !== null && (
            <span className="figure text-xs text-ink">{percent} %</span>
          )}
        </span>
        {frame.state === "active" && percent !== null && (
          <Meter share={percent / 100} label={`Run ${frame.frame}`} className="mt-1" />
        )}
      </span>
      <span className="figure text-right text-xs text-ink-3">
        {frame.state === "completed" &&
          frame.resultCount > 0 &&
          `${format.count(frame.resultCount)} file${frame.resultCount === 1 ? "" : "s"} · ${format.bytes(frame.sizeBytes ?? 0)}`}
        {frame.seconds !== null && (
          <span className="max-sm:hidden"> · {formatDuration(frame.seconds, true)}</span>
        )}
      </span>
    </div>
  );
}
