/**
 * The whole range of a job as one line: every frame's state in its place, from the first to the last. Zooms, chooses by
 * drag, and leads the grid to where one clicks.
 */
"use client";
import { Minus, Plus, ScanLine } from "lucide-react";
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatDuration } from "#components/ui/format.ts";
import { STATE_NAMES } from "#components/ui/state-mark.tsx";
import type { FrameMap } from "#lib/queries/frame-map.ts";
import type { GridView } from "./grid-view.ts";
import { choose, placeAfterKey, reach, type Selection } from "./selection.ts";
import { zoomed } from "./strip-bins.ts";
import { type StripView, useStripPainter } from "./use-strip-painter.ts";
import { useOfMap } from "./use-frame-map.ts";

interface StripProps {
  map: FrameMap;
  selection: Selection;
  onSelect: (next: Selection) => void;
  /** Brings a frame of the grid to the eye. */
  onReveal: (place: number) => void;
  /** The rows that the grid shows now. */
  gridView: GridView;
}

/** One step of the buttons and of the wheel. */
const STEP = 0.5;
const WHEEL = 0.002;

/** Marks what the grid shows, without a render at every scroll. */
function useGridMark(ref: RefObject<HTMLElement | null>, gridView: GridView, view: StripView): void {
  useEffect(() => {
    const draw = () => {
      const mark = ref.current;
      if (mark === null) return;
      const width = view.to - view.from;
      const [from, to] = gridView.get().map((place) => Math.min(1, Math.max(0, (place - view.from) / width)));
      mark.style.left = `${(from ?? 0) * 100}%`;
      mark.style.width = `${((to ?? 0) - (from ?? 0)) * 100}%`;
    };
    draw();
    return gridView.subscribe(draw);
  }, [ref, gridView, view]);
}

export function FrameStrip(props: StripProps): ReactNode {
  const { map, selection, onSelect, onReveal, gridView } = props;
  const format = useFormat();
  const canvas = useRef<HTMLCanvasElement>(null);
  const mark = useRef<HTMLSpanElement>(null);
  const [view, setView] = useState<StripView>({ from: 0, to: map.length });
  const [pointed, setPointed] = useState<{ place: number; left: number } | null>(null);
  const dragged = useRef<{ from: number; isFar: boolean } | null>(null);
  const isZoomed = view.to - view.from < map.length;
  useStripPainter(canvas, map, view, selection.chosen);
  useGridMark(mark, gridView, view);

  const placeAt = (event: { clientX: number }): number => {
    const box = canvas.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return 0;
    const share = (event.clientX - box.left) / box.width;
    const place = Math.floor(view.from + share * (view.to - view.from));
    return Math.max(0, Math.min(map.length - 1, place));
  };
  const zoom = (factor: number, around = (view.from + view.to) / 2) =>
    setView((now) => zoomed(now, around, factor, map.length));

  // React's own wheel listener may not keep the page from scrolling.
  const onWheel = useRef<(event: WheelEvent) => void>(() => undefined);
  useEffect(() => {
    onWheel.current = (event) => {
      const isZoom = event.ctrlKey || event.metaKey;
      const by = isZoom ? 0 : event.shiftKey ? event.deltaY : event.deltaX;
      if (!isZoom && (by === 0 || !isZoomed)) return;
      event.preventDefault();
      if (isZoom) return zoom(Math.exp(event.deltaY * WHEEL * 4), placeAt(event));
      setView((now) => {
        const width = now.to - now.from;
        const from = Math.max(0, Math.min(map.length - width, now.from + by * WHEEL * width));
        return { from, to: from + width };
      });
    };
  });
  useEffect(() => {
    const element = canvas.current;
    const listen = (event: WheelEvent) => onWheel.current(event);
    element?.addEventListener("wheel", listen, { passive: false });
    return () => element?.removeEventListener("wheel", listen);
  }, []);

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const place = placeAt(event);
    dragged.current = { from: place, isFar: false };
    onSelect(choose(selection, place, { shift: event.shiftKey, toggle: event.ctrlKey || event.metaKey }));
    onReveal(place);
  };
  const onPointerMove = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const place = placeAt(event);
    setPointed({ place, left: event.clientX - box.left });
    if (dragged.current !== null && place !== selection.active) onSelect(reach(selection, place));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "+" || event.key === "=") zoom(STEP, selection.active ?? undefined);
    else if (event.key === "-") zoom(1 / STEP, selection.active ?? undefined);
    else {
      const page = Math.max(1, Math.round((view.to - view.from) / 10));
      const next = placeAfterKey(event.key, selection.active ?? 0, page, map.length);
      if (next === null) return;
      onSelect(
        event.shiftKey ? reach(selection, next) : choose(selection, next, { shift: false, toggle: false }),
      );
      onReveal(next);
    }
    event.preventDefault();
  };

  const first = map.at(Math.floor(view.from))?.frame ?? 0;
  const last = map.at(Math.min(map.length, Math.ceil(view.to)) - 1)?.frame ?? 0;
  const active = map.at(selection.active ?? 0);
  return (
    <section aria-label="Whole range" className="min-w-0">
      <div className="relative">
        <canvas
          ref={canvas}
          // An input draws no picture.
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="slider"
          tabIndex={0}
          aria-label="Frame"
          aria-valuemin={map.at(0)?.frame ?? 0}
          aria-valuemax={map.at(map.length - 1)?.frame ?? 0}
          aria-valuenow={active?.frame ?? 0}
          aria-valuetext={active && `Frame ${active.frame}, ${STATE_NAMES[active.state].toLowerCase()}`}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={() => {
            dragged.current = null;
          }}
          onPointerLeave={() => setPointed(null)}
          onDoubleClick={() => zoom(STEP * STEP, pointed?.place)}
          onKeyDown={onKeyDown}
          className="block h-9 w-full cursor-crosshair touch-pan-y rounded-sm bg-tile"
        />
        <span
          ref={mark}
          aria-hidden
          className="pointer-events-none absolute inset-y-0 min-w-1 rounded-sm border-2 border-ink/80"
        />
        {pointed !== null && <Pointed map={map} place={pointed.place} left={pointed.left} />}
      </div>
      <div className="mt-1 flex items-center gap-2 text-xs text-ink-3">
        <span className="figure">{first}</span>
        <span className="ml-auto flex items-center">
          {isZoomed && (
            <Button variant="quiet" size="sm" onClick={() => setView({ from: 0, to: map.length })}>
              <ScanLine /> All {format.count(map.length)}
            </Button>
          )}
          <Button
            variant="quiet"
            size="sm"
            isSquare
            aria-label="Show more of the range"
            title="Show more of the range (−)"
            disabled={!isZoomed}
            onClick={() => zoom(1 / STEP, selection.active ?? undefined)}
          >
            <Minus />
          </Button>
          <Button
            variant="quiet"
            size="sm"
            isSquare
            aria-label="Come nearer"
            title="Come nearer (+, or Ctrl and the wheel)"
            onClick={() => zoom(STEP, selection.active ?? undefined)}
          >
            <Plus />
          </Button>
        </span>
        <span className="figure ml-auto">{last}</span>
      </div>
    </section>
  );
}

/** What is under the pointer, in words. */
function Pointed({ map, place, left }: { map: FrameMap; place: number; left: number }): ReactNode {
  const words = useOfMap(
    map,
    (all) => {
      const line = all.at(place);
      if (line === undefined) return "";
      const time = line.seconds === null ? "" : ` · ${formatDuration(line.seconds, true)}`;
      return `${line.frame} · ${STATE_NAMES[line.state]}${time}`;
    },
    "",
  );
  return (
    <span
      aria-hidden
      style={{ left: `clamp(4rem, ${left}px, calc(100% - 4rem))` }}
      className="figure pointer-events-none absolute bottom-full z-10 mb-1 -translate-x-1/2 rounded-sm border border-line bg-surface px-2 py-0.5 text-xs text-ink shadow-float"
    >
      {words}
    </span>
  );
}
