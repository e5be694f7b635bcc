/** The pictures that a player needs of one job: small ones while it moves, the large one where it rests. */
"use client";
import { useCallback, useEffect, useMemo, useState } from "react";
import { usePictureStore } from "#components/realtime/realtime-provider.tsx";
import { STATE_NAMES } from "#components/ui/state-mark.tsx";
import type { JobId } from "#lib/domain/ids.ts";
import type { FrameMap } from "#lib/queries/frame-map.ts";
import type { Shown } from "./draw.ts";
import { createFilmBuffer } from "./film-buffer.ts";

/** Of the largest buffer, at a fast scene's speed: two seconds. */
const AHEAD = 48;
const AHEAD_LARGE = 4;

export interface Film {
  shown: (place: number) => Shown;
  /** Share of what is needed soon that is here. */
  isWaiting: boolean;
}

/** `places`: needed soon, the nearest first. `isResting`: sharp is more important than soon. */
export function useFilm(
  jobId: JobId,
  map: FrameMap | undefined,
  places: readonly number[],
  isSharp: boolean,
): Film {
  const pictures = usePictureStore();
  const [, setReady] = useState(0);
  const now = places[0] ?? 0;
  const buffers = useMemo(() => {
    if (map === undefined) return null;
    const make = (size: "small" | "large") =>
      createFilmBuffer({ jobId, map, size, pictures, onReady: () => setReady((n) => n + 1) });
    return { small: make("small"), large: make("large") };
  }, [jobId, map, pictures]);
  useEffect(
    () => () => {
      buffers?.small.close();
      buffers?.large.close();
    },
    [buffers],
  );
  const name = places.join();
  useEffect(() => {
    const wanted = name === "" ? [] : name.split(",").map(Number);
    buffers?.small.aim(wanted.slice(0, AHEAD));
    buffers?.large.aim(isSharp ? wanted.slice(0, AHEAD_LARGE) : []);
  });
  const shown = useCallback(
    (place: number): Shown => {
      const frame = map?.at(place);
      if (frame === undefined) return "Not in this job";
      const picture = buffers?.large.get(place) ?? buffers?.small.get(place) ?? null;
      if (picture !== null) return picture;
      if (frame.state !== "completed")
        return `Frame ${frame.frame}: ${STATE_NAMES[frame.state].toLowerCase()}`;
      return frame.hasPicture ? null : `Frame ${frame.frame} has no picture`;
    },
    [map, buffers],
  );
  return { shown, isWaiting: shown(now) === null };
}
