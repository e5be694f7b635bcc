/** Every frame of a shared job in its place; only rows on the screen exist. */
"use client";
import { memo, type ReactNode, useRef } from "react";
import { useGridSize } from "#components/frame/use-grid-size.ts";
import { useRows } from "#components/ui/use-rows.ts";
import { cn } from "#components/ui/cn.ts";
import { STATE_NAMES, StateMark } from "#components/ui/state-mark.tsx";
import type { Shown } from "./shared-stage.tsx";
import { useSharedPicture } from "./use-shared-picture.ts";

const Tile = memo(function Tile(
  props: Omit<Shown, "place" | "aspect"> & {
    place: number;
    isShown: boolean;
    height: number;
    onGo: (place: number) => void;
  },
): ReactNode {
  const { frames, states, place } = props;
  const state = states[place] ?? "queued";
  const picture = useSharedPicture(props, place);
  return (
    <button
      type="button"
      aria-label={`Frame ${frames[place]}, ${STATE_NAMES[state]}`}
      aria-current={props.isShown || undefined}
      onClick={() => props.onGo(place)}
      className="min-w-0"
    >
      <span
        className={cn("block text-center text-xs leading-5", props.isShown ? "font-semibold" : "text-ink-3")}
      >
        {frames[place]}
      </span>
      <span
        style={{ height: props.height }}
        className={cn(
          "flex items-center justify-center overflow-hidden rounded-sm bg-tile outline-2 outline-offset-1 outline-transparent",
          props.isShown && "outline-ember",
        )}
      >
        {picture === null ? (
          <StateMark state={state} className="size-4" />
        ) : (
          // A signed address of storage: Next would only stand between.
          // oxlint-disable-next-line nextjs/no-img-element
          <img src={picture} alt="" loading="lazy" className="size-full object-contain" />
        )}
      </span>
    </button>
  );
});

export function SharedGrid({
  place: shown,
  aspect,
  onGo,
  ...job
}: Shown & { onGo: (place: number) => void }): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  const count = job.frames.length;
  const size = useGridSize(ref, aspect, count);
  const columns = size?.columns ?? 1;
  const rowCount = Math.ceil(count / columns);
  const rows = useRows({
    count: size === null ? 0 : rowCount,
    height: size?.rowHeight ?? 1,
    top: size?.top ?? 0,
  });
  if (count < 2) return null;
  return (
    <section
      ref={ref}
      aria-label="Frames"
      className="relative w-full"
      style={{ height: size === null ? "20rem" : rowCount * size.rowHeight }}
    >
      {size !== null &&
        Array.from({ length: Math.max(0, rows.to - rows.from) }, (_, at) => rows.from + at).map((row) => (
          <div
            key={row}
            className="absolute inset-x-0 grid"
            style={{
              top: row * size.rowHeight,
              columnGap: size.gap,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            }}
          >
            {Array.from({ length: Math.min(columns, count - row * columns) }, (_, at) => {
              const place = row * columns + at;
              return (
                <Tile
                  key={place}
                  {...job}
                  place={place}
                  isShown={place === shown}
                  height={size.pictureHeight}
                  onGo={onGo}
                />
              );
            })}
          </div>
        ))}
    </section>
  );
}
