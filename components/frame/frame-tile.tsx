/** One frame of the grid: its number, and below it what it looks like now. Its size never changes. */
"use client";
import { memo, type ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import type { PictureSize } from "#lib/contract/farm/jobs.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { frameInWords, useFrameMark } from "./frame-mark.ts";
import type { FrameMap, KnownFrame } from "#lib/queries/frame-map.ts";
import { FramePicture } from "./frame-picture.tsx";
import { useFrame } from "./use-frame-map.ts";

/** Height of the number's line. Units: CSS pixels. */
export const LABEL_HEIGHT = 20;

interface TileProps {
  jobId: JobId;
  map: FrameMap;
  place: number;
  isChosen: boolean;
  isActive: boolean;
  pictureHeight: number;
  pictureSize: PictureSize;
}

export const tileId = (frame: number): string => `frame-${frame}`;

export const FrameTile = memo(function FrameTile(props: TileProps): ReactNode {
  const frame = useFrame(props.map, props.place);
  if (frame === undefined) return null;
  // Only what runs has progress to listen to: most tiles that pass by are done, or wait.
  if (frame.state === "active") return <RunningTile {...props} frame={frame} />;
  return <Tile {...props} frame={frame} words={frameInWords(frame, frame.state)} />;
});

type Known = TileProps & { frame: KnownFrame };

function RunningTile(props: Known): ReactNode {
  const mark = useFrameMark(props.jobId, props.frame);
  return <Tile {...props} words={frameInWords(props.frame, mark)} />;
}

function Tile(props: Known & { words: string }): ReactNode {
  const { jobId, frame, words, place, isChosen, isActive, pictureHeight } = props;
  return (
    <div
      // A select's options hold no pictures.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      id={tileId(frame.frame)}
      data-place={place}
      aria-selected={isChosen}
      aria-setsize={props.map.length}
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
        <FramePicture jobId={jobId} frame={frame} size={props.pictureSize} />
      </span>
    </div>
  );
}
