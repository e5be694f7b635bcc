/** How many tiles fit beside each other, and how large they are. */
"use client";
import { type RefObject, useLayoutEffect, useMemo, useState } from "react";
import type { PictureSize } from "#lib/contract/farm/jobs.ts";
import { LABEL_HEIGHT } from "./frame-tile.tsx";

const GAP = 8;
/** A few frames are looked at one by one; hundreds are a map. */
const leastWidth = (count: number): number => (count <= 8 ? 216 : count <= 48 ? 144 : 104);

export interface GridSize {
  columns: number;
  pictureHeight: number;
  /** A row with its gap. Units: CSS pixels. */
  rowHeight: number;
  gap: number;
  /** Where the grid begins on the page. */
  top: number;
  /** Which of a frame's pictures is sharp at this size on this screen. */
  pictureSize: PictureSize;
}

/** What a node makes them: a little enlarged they still look sharp. Units: device pixels. */
const SMALL_PICTURE = 320 * 1.3;

/** Portrait and panorama pictures stay tiles that one can click. */
const shown = (aspect: number): number => Math.min(2.4, Math.max(0.7, aspect));

/** Null until the place on the page is known. */
export function useGridSize(
  ref: RefObject<HTMLElement | null>,
  aspect: number,
  count: number,
): GridSize | null {
  const [size, setSize] = useState<{ width: number; top: number } | null>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = () => {
      const box = element.getBoundingClientRect();
      const next = { width: box.width, top: box.top + window.scrollY };
      setSize((known) => (known?.width === next.width && known.top === next.top ? known : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [ref]);
  return useMemo(() => size && sizeOf(size, aspect, count), [size, aspect, count]);
}

function sizeOf(size: { width: number; top: number }, aspect: number, count: number): GridSize {
  // Two beside each other even on a phone.
  const least = Math.min(leastWidth(count), (size.width - GAP) / 2);
  const columns = Math.max(1, Math.floor((size.width + GAP) / (least + GAP)));
  const width = (size.width - GAP * (columns - 1)) / columns;
  const pictureHeight = Math.round(width / shown(aspect));
  const needs = Math.min(width, pictureHeight * aspect) * window.devicePixelRatio;
  return {
    columns,
    pictureHeight,
    rowHeight: pictureHeight + LABEL_HEIGHT + GAP,
    gap: GAP,
    top: size.top,
    pictureSize: needs > SMALL_PICTURE ? "large" : "small",
  };
}
