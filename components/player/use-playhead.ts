/** Moves the playhead with the screen's own beat while it plays. */
"use client";
import { useEffect, useRef, useState } from "react";
import { advance, type Playhead, placeOf } from "./playhead.ts";

/** A page that was hidden goes on where it was, not where it would be by now. Units: seconds. */
const LONGEST_STEP = 0.25;

export function usePlayhead(
  first: Playhead,
  fps: number,
): [head: Playhead, change: (next: (known: Playhead) => Playhead) => void] {
  const [head, setHead] = useState(first);
  // Between two frames of the film there is nothing to draw: the exact place lives beside the state.
  const exact = useRef(first);
  const change = (next: (known: Playhead) => Playhead) => {
    exact.current = next(exact.current);
    setHead(exact.current);
  };
  const isPlaying = head.speed !== 0;
  useEffect(() => {
    if (!isPlaying) return undefined;
    let before: number | null = null;
    let beat = 0;
    const step = (now: number) => {
      const seconds = before === null ? 0 : Math.min(LONGEST_STEP, (now - before) / 1000);
      before = now;
      const known = exact.current;
      exact.current = advance(known, seconds, fps);
      if (placeOf(exact.current) !== placeOf(known)) setHead(exact.current);
      beat = requestAnimationFrame(step);
    };
    beat = requestAnimationFrame(step);
    return () => cancelAnimationFrame(beat);
  }, [isPlaying, fps]);
  return [head, change];
}
