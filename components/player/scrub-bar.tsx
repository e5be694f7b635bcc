/** The whole film as a line that one drags along: what is there, what is a hole, what is looped, where one is. */
"use client";
import { type PointerEvent, type ReactNode, useMemo, useRef } from "react";
import { useStripPainter } from "#components/frame/use-strip-painter.ts";
import { STATE_NAMES } from "#components/ui/state-mark.tsx";
import type { FrameMap } from "#lib/queries/frame-map.ts";
import type { Loop } from "./playhead.ts";

const none: ReadonlySet<number> = new Set();

export function ScrubBar(props: {
  map: FrameMap;
  place: number;
  loop: Loop;
  onSeek: (place: number) => void;
  onScrub: (isScrubbing: boolean) => void;
}): ReactNode {
  const { map, place, loop, onSeek, onScrub } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useMemo(() => ({ from: 0, to: map.length }), [map.length]);
  useStripPainter(canvas, map, view, none);
  const share = (at: number) => `${(at / map.length) * 100}%`;
  const seek = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - box.left) / box.width) * map.length);
    onSeek(Math.max(0, Math.min(map.length - 1, at)));
  };
  const isLooped = loop.from > 0 || loop.to < map.length - 1;
  const frame = map.at(place);
  return (
    <div
      // An input draws no states.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="slider"
      tabIndex={0}
      aria-label="Film"
      aria-valuemin={map.at(0)?.frame ?? 0}
      aria-valuemax={map.at(map.length - 1)?.frame ?? 0}
      aria-valuenow={frame?.frame ?? 0}
      aria-valuetext={frame && `Frame ${frame.frame}, ${STATE_NAMES[frame.state].toLowerCase()}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        onScrub(true);
        seek(event);
      }}
      onPointerMove={(event) => event.buttons === 1 && seek(event)}
      onPointerUp={() => onScrub(false)}
      className="relative h-7 touch-none cursor-ew-resize rounded-sm"
    >
      <canvas ref={canvas} className="block size-full rounded-sm bg-tile" />
      {isLooped && (
        <span
          aria-hidden
          className="absolute inset-y-0 border-x-2 border-ember bg-ember/15"
          style={{ left: share(loop.from), right: `calc(100% - ${share(loop.to + 1)})` }}
        />
      )}
      <span
        aria-hidden
        className="absolute -inset-y-1 w-0.5 -translate-x-px rounded-full bg-ink"
        style={{ left: share(place + 0.5) }}
      />
    </div>
  );
}
