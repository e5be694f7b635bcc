/**
 * Which rows of a long list are on the screen, for lists whose rows are all of one height and scroll with the page. Only
 * these exist in the page; a render follows when another row comes into view, not at every pixel.
 */
"use client";
import { useCallback, useLayoutEffect, useState } from "react";

export interface RowPlaces {
  count: number;
  /** Units: CSS pixels. */
  height: number;
  /** Where the first row begins on the page. */
  top: number;
}

/** Rows that are ready before they come into view. */
const AHEAD = 3;

export interface Rows {
  /** The last one not included. */
  from: number;
  to: number;
  /** Brings a row to the eye: as little as needed, or to the middle. */
  reveal: (row: number, isCentred?: boolean) => void;
}

/** Shape: rows of 100 pixels from 50 on, a window of 400 at 500 → [1, 12] with three ahead on each side */
export function rowsInView(
  { count, height, top }: RowPlaces,
  screen: { from: number; height: number },
): [from: number, to: number] {
  const first = Math.floor((screen.from - top) / height) - AHEAD;
  const end = Math.ceil((screen.from + screen.height - top) / height) + AHEAD;
  const inside = (row: number) => Math.max(0, Math.min(count, row));
  return [inside(first), inside(end)];
}

export function useRows({ count, height, top }: RowPlaces): Rows {
  const [[from, to], setRange] = useState<[number, number]>([0, 0]);
  // Before the first painting: an empty list would flash.
  useLayoutEffect(() => {
    const look = () => {
      const screen = { from: window.scrollY, height: window.innerHeight };
      const next = rowsInView({ count, height, top }, screen);
      setRange((known) => (known[0] === next[0] && known[1] === next[1] ? known : next));
    };
    look();
    window.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look);
    return () => {
      window.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, [count, height, top]);
  const reveal = useCallback(
    (row: number, isCentred = false) => {
      const above = top + row * height;
      const below = above + height - window.innerHeight;
      if (isCentred) window.scrollTo(0, (above + below) / 2);
      else if (window.scrollY > above) window.scrollTo(0, above);
      else if (window.scrollY < below) window.scrollTo(0, below);
    },
    [height, top],
  );
  return { from, to, reveal };
}
