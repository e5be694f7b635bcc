/** One frame of a shared job, large: small while it plays or is scrubbed, at full size when it rests. */
"use client";
import { useQuery } from "@tanstack/react-query";
import { Pause, Play } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useDeferredValue } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Button } from "#components/ui/button.tsx";
import { STATE_NAMES, StateMark } from "#components/ui/state-mark.tsx";
import type { FrameState } from "#lib/domain/frame.ts";
import { type GuestPass, sharedFrameQuery } from "#lib/queries/shares.ts";
import { useSharedPicture } from "./use-shared-picture.ts";

export interface Shown {
  pass: GuestPass;
  frames: readonly number[];
  states: readonly FrameState[];
  /** Which of them is looked at. */
  place: number;
  aspect: number;
}

export function SharedStage(
  props: Shown & { isPlaying: boolean; onPlay: (isPlaying: boolean) => void; onGo: (place: number) => void },
): ReactNode {
  const { pass, frames, states, place, isPlaying, onPlay, onGo } = props;
  const last = frames.length - 1;
  const frame = frames[place] ?? 0;
  const state = states[place] ?? "queued";
  const small = useSharedPicture(props, place);
  const resting = useDeferredValue(place);
  const isResting = !isPlaying && resting === place;
  const large = useQuery(sharedFrameQuery(farm, pass, frame, state === "completed" && isResting));
  const src = (isResting ? large.data?.previewUrl : null) ?? small;
  const onKeyDown = (event: KeyboardEvent) => {
    const keys: Record<string, () => void> = {
      " ": () => onPlay(!isPlaying),
      k: () => onPlay(!isPlaying),
      ArrowLeft: () => onGo(place - 1),
      ArrowRight: () => onGo(place + 1),
      Home: () => onGo(0),
      End: () => onGo(last),
    };
    const act = event.target === event.currentTarget ? keys[event.key] : undefined;
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <section aria-label="Picture" className="flex flex-col gap-2">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        // Arrows step, space plays; the slider and the button do the same.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        // It groups no fields.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="group"
        aria-label={`Frame ${frame}, ${STATE_NAMES[state]}`}
        onKeyDown={onKeyDown}
        className="canvas-well flex max-h-[70dvh] w-full items-center justify-center overflow-hidden rounded-md"
        style={{ aspectRatio: props.aspect }}
      >
        {src === null ? (
          <StateMark state={state} className="size-8" />
        ) : (
          // A signed address of storage: Next would only stand between.
          // oxlint-disable-next-line nextjs/no-img-element
          <img src={src} alt={`Frame ${frame}`} className="size-full object-contain" />
        )}
      </div>
      {last > 0 && (
        <div className="flex items-center gap-3">
          <Button
            size="sm"
            isSquare
            aria-label={isPlaying ? "Pause" : "Play"}
            onClick={() => onPlay(!isPlaying)}
          >
            {isPlaying ? <Pause /> : <Play />}
          </Button>
          <input
            type="range"
            aria-label="Frame"
            aria-valuetext={`Frame ${frame}`}
            className="h-8 min-w-0 flex-1 accent-ember"
            min={0}
            max={last}
            step={1}
            value={place}
            onChange={(event) => onGo(event.target.valueAsNumber)}
          />
          <output className="figure min-w-14 text-right text-sm">{frame}</output>
        </div>
      )}
    </section>
  );
}
