/**
 * Every frame of a job in its place. Only rows on the screen exist; ten thousand scroll as ten do. Chosen by click,
 * shift, ctrl, drag and arrows.
 */
"use client";
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type Ref,
  memo,
  useEffect,
  useImperativeHandle,
  useRef,
} from "react";
import type { JobId } from "#lib/domain/ids.ts";
import { useRows } from "#components/ui/use-rows.ts";
import type { FrameMap } from "#lib/queries/frame-map.ts";
import { FrameTile, tileId } from "./frame-tile.tsx";
import type { GridView } from "./grid-view.ts";
import { choose, nothingChosen, placeAfterKey, reach, type Selection } from "./selection.ts";
import { type GridSize, useGridSize } from "./use-grid-size.ts";

interface GridProps {
  jobId: JobId;
  map: FrameMap;
  aspect: number;
  selection: Selection;
  onSelect: (next: Selection) => void;
  /** Enter, or a double click: show it as large as it goes. */
  onOpen: () => void;
  view: GridView;
  ref: Ref<GridHandle>;
}

export interface GridHandle {
  /** Brings a frame to the eye. */
  reveal(place: number): void;
}

function placeOf(target: EventTarget | null): number | null {
  const tile = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
  return tile === null ? null : Number(tile.dataset.place);
}

const numbersFrom = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);

/** Drawn once: a row that stays in view has nothing to do with those that come and go. */
const GridRow = memo(function GridRow(props: {
  row: number;
  jobId: JobId;
  map: FrameMap;
  size: GridSize;
  selection: Selection;
}): ReactNode {
  const { row, jobId, map, size, selection } = props;
  const { columns } = size;
  return (
    <div
      role="presentation"
      // Nothing in a row moves anything outside of it.
      className="absolute inset-x-0 grid [contain:size_layout_style]"
      style={{
        top: row * size.rowHeight,
        height: size.rowHeight,
        columnGap: size.gap,
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
      }}
    >
      {numbersFrom(row * columns, Math.min(map.length, (row + 1) * columns)).map((place) => (
        <FrameTile
          key={place}
          jobId={jobId}
          map={map}
          place={place}
          isChosen={selection.chosen.has(place)}
          isActive={selection.active === place}
          pictureHeight={size.pictureHeight}
          pictureSize={size.pictureSize}
        />
      ))}
    </div>
  );
});

export function FrameGrid(props: GridProps): ReactNode {
  const { jobId, map, aspect, selection, onSelect, onOpen, view, ref: handle } = props;
  const ref = useRef<HTMLDivElement>(null);
  const isDragging = useRef(false);
  const size = useGridSize(ref, aspect, map.length);
  const columns = size?.columns ?? 1;
  const rowCount = Math.ceil(map.length / columns);
  const rows = useRows({
    count: size === null ? 0 : rowCount,
    height: size?.rowHeight ?? 1,
    top: size?.top ?? 0,
  });
  const { reveal } = rows;
  const rowOf = (place: number) => Math.floor(place / columns);

  // Where a reload or a link points to is brought to the eye, once.
  const isPlaced = useRef(false);
  useEffect(() => {
    if (isPlaced.current || size === null || map.length === 0) return;
    isPlaced.current = true;
    if (selection.active !== null && selection.active >= columns * 4)
      reveal(Math.floor(selection.active / columns), true);
  }, [reveal, size, columns, map.length, selection.active]);

  useImperativeHandle(handle, () => ({
    reveal: (place) => reveal(rowOf(place), true),
  }));
  useEffect(() => view.set(rows.from * columns, rows.to * columns), [view, rows.from, rows.to, columns]);

  const onPointerDown = (event: PointerEvent) => {
    const place = placeOf(event.target);
    if (place === null || event.button !== 0) return;
    ref.current?.focus({ preventScroll: true });
    isDragging.current = event.pointerType === "mouse";
    onSelect(choose(selection, place, { shift: event.shiftKey, toggle: event.ctrlKey || event.metaKey }));
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!isDragging.current || (event.buttons & 1) === 0) return;
    const place = placeOf(event.target);
    if (place !== null && place !== selection.active) onSelect(reach(selection, place));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (map.length === 0) return;
    if (event.key === "Escape") onSelect({ ...nothingChosen, active: selection.active });
    else if (event.key === "Enter" || event.key === " ") onOpen();
    else if ((event.ctrlKey || event.metaKey) && event.key === "a")
      onSelect({ ...reach({ ...nothingChosen, anchor: 0 }, map.length - 1), active: selection.active });
    else {
      const next = placeAfterKey(event.key, selection.active ?? 0, columns, map.length);
      if (next === null) return;
      onSelect(
        event.shiftKey ? reach(selection, next) : choose(selection, next, { shift: false, toggle: false }),
      );
      reveal(rowOf(next));
    }
    event.preventDefault();
  };
  const active = selection.active === null ? undefined : map.at(selection.active);
  return (
    <div
      ref={ref}
      // A select shows no pictures.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="listbox"
      aria-label="Frames"
      aria-multiselectable
      aria-activedescendant={active === undefined ? undefined : tileId(active.frame)}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        isDragging.current = false;
      }}
      onDoubleClick={onOpen}
      onKeyDown={onKeyDown}
      className="relative w-full rounded-md"
      style={{ height: size === null ? "20rem" : rowCount * size.rowHeight }}
    >
      {size !== null &&
        numbersFrom(rows.from, rows.to).map((row) => (
          <GridRow key={row} row={row} jobId={jobId} map={map} size={size} selection={selection} />
        ))}
    </div>
  );
}
