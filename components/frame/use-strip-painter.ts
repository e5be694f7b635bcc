/** Draws the strip: again when frames change, at most some times a second, and when its size, view or theme do. */
"use client";
import { type RefObject, useEffect } from "react";
import type { FrameMap } from "#lib/queries/frame-map.ts";
import { runsOf, STACK } from "./strip-bins.ts";

/** Places; may be fractions while zoomed. */
export interface StripView {
  from: number;
  to: number;
}

/** A line of ten thousand frames need not move faster. Units: milliseconds. */
const CALM_MS = 200;
/** Of the canvas's height, for the line that marks what is chosen. */
const CHOSEN_SHARE = 0.16;
const TOKENS = {
  completed: "--state-completed",
  active: "--state-active",
  queued: "--state-queued",
  canceled: "--state-canceled",
  failed: "--state-failed",
} as const;
/** What only waits is the ground that the rest stands out from. */
const OPACITY: Partial<Record<(typeof STACK)[number], number>> = { queued: 0.25, canceled: 0.6 };

/** A token's colour as the theme has it now: custom properties answer their text, not what it comes to. */
function colourOf(element: HTMLElement, token: string): string {
  element.style.color = `var(${token})`;
  const { color } = getComputedStyle(element);
  element.style.color = "";
  return color;
}

interface Colours {
  states: string[];
  chosen: string;
}
const coloursOf = (element: HTMLElement): Colours => ({
  states: STACK.map((state) => colourOf(element, TOKENS[state])),
  chosen: colourOf(element, "--ember"),
});

function paint(
  canvas: HTMLCanvasElement,
  map: FrameMap,
  view: StripView,
  chosen: ReadonlySet<number>,
  colours: Colours,
): void {
  const scale = window.devicePixelRatio;
  const width = Math.round(canvas.clientWidth * scale);
  const height = Math.round(canvas.clientHeight * scale);
  const pen = canvas.getContext("2d");
  if (pen === null || width === 0) return;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  pen.clearRect(0, 0, width, height);
  for (const { from, to, shares } of runsOf((place) => map.at(place)?.state, view, width)) {
    let bottom = height;
    for (const [at, share] of shares.entries()) {
      if (share === 0) continue;
      const state = STACK[at] ?? "queued";
      pen.globalAlpha = OPACITY[state] ?? 1;
      pen.fillStyle = colours.states[at] ?? "";
      const tall = share * height;
      pen.fillRect(from, bottom - tall, to - from, tall);
      bottom -= tall;
    }
  }
  pen.globalAlpha = 1;
  const perPlace = width / (view.to - view.from);
  // Frames side by side are told apart where they are wide enough.
  if (perPlace >= 6 * scale) {
    for (let place = Math.ceil(view.from); place < view.to; place++)
      pen.clearRect(Math.round((place - view.from) * perPlace) - scale / 2, 0, scale, height);
  }
  if (chosen.size < 2) return;
  pen.fillStyle = colours.chosen;
  for (const place of chosen) {
    if (place < view.from - 1 || place > view.to) continue;
    const left = Math.floor((place - view.from) * perPlace);
    pen.fillRect(left, 0, Math.max(1, Math.ceil(perPlace)), height * CHOSEN_SHARE);
  }
}

export function useStripPainter(
  ref: RefObject<HTMLCanvasElement | null>,
  map: FrameMap,
  view: StripView,
  chosen: ReadonlySet<number>,
): void {
  useEffect(() => {
    const canvas = ref.current;
    if (canvas === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | null = null;
    // To ask for them makes the page reckon its styles: once a theme, not once a picture.
    let colours = coloursOf(canvas);
    const draw = () => paint(canvas, map, view, chosen, colours);
    const repaint = () => {
      colours = coloursOf(canvas);
      draw();
    };
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = null;
        requestAnimationFrame(draw);
      }, CALM_MS);
    };
    draw();
    const stop = map.subscribe(null, soon);
    const size = new ResizeObserver(draw);
    size.observe(canvas);
    const scheme = window.matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", repaint);
    const theme = new MutationObserver(repaint);
    theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      stop();
      size.disconnect();
      theme.disconnect();
      scheme.removeEventListener("change", repaint);
      if (timer !== null) clearTimeout(timer);
    };
  }, [ref, map, view, chosen]);
}
