/** One frame of the grid: its number, and below it what it looks like now. Its size never changes. */
"use client";
import { memo, type ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import type { Frame } from "#lib/contract/farm/jobs.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { frameInWords, useFrameMark } from "./frame-mark.ts";
import { FramePicture } from "./frame-picture.tsx";

/** Height of the number's line. Units: CSS pixels. */
export const LABEL_HEIGHT = 20;

interface TileProps {
  jobId: JobId;
  frame: Frame;
  place: number;
  count: number;
  isChosen: boolean;
  isActive: boolean;
  pictureHeight: number;
}

export const tileId = (frame: number): string => `frame-${frame}`;

export const FrameTile = memo(function FrameTile(props: TileProps): ReactNode {
  const { jobId, frame, place, count, isChosen, isActive, pictureHeight } = props;
  const words = frameInWords(frame, useFrameMark(jobId, frame));
  return (
    <div
      // A select's options hold no pictures.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      id={tileId(frame.frame)}
      data-place={place}
      aria-selected={isChosen}
      aria-setsize={count}
      aria-posinset={place + 1}
      aria-label={words}
      title={frame.state === "failed" ? words : undefined}
      tabIndex={-1}
      className="group min-w-0 select-none"
    >
      <span
        className={cn(
          "block text-center text-xs leading-5",
          isChosen || isActive ? "font-semibold text-ink" : "text-ink-3 group-hover:text-ink",
        )}
      >
        {frame.frame}
      </span>
      <span
        style={{ height: pictureHeight }}
        className={cn(
          "flex items-center justify-center overflow-hidden rounded-sm bg-tile outline-2 outline-offset-1 outline-transparent",
          isChosen && "outline-ember",
          isActive && !isChosen && "outline-line-strong",
        )}
      >
        <FramePicture jobId={jobId} frame={frame} />
      </span>
    </div>
  );
});
