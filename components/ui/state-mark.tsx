/** The shape of a state: told by form and lightness, so that colour is never the only word. */
import type { ReactNode } from "react";
import type { FrameState } from "#lib/domain/frame.ts";
import type { JobState } from "#lib/domain/job.ts";
import { cn } from "./cn.ts";

/** `next`: a node has it in hand, and no Blender has begun it yet. */
export type Mark = FrameState | JobState | "next" | "uploading";

export const STATE_NAMES: Record<Mark, string> = {
  queued: "Queued",
  next: "Next",
  active: "Rendering",
  uploading: "Uploading",
  completed: "Completed",
  failed: "Failed",
  canceled: "Canceled",
  paused: "Paused",
};

export const STATE_INK: Record<Mark, string> = {
  queued: "text-queued",
  next: "text-queued",
  active: "text-active",
  uploading: "text-uploading",
  completed: "text-completed",
  failed: "text-failed",
  canceled: "text-canceled",
  paused: "text-paused",
};

const RING = 2 * Math.PI * 6;

function shape(state: Mark, share: number): ReactNode {
  switch (state) {
    case "queued":
      return <circle cx="8" cy="8" r="4.5" fill="none" strokeWidth="1.75" />;
    case "next":
      return (
        <>
          <circle cx="8" cy="8" r="5.5" fill="none" strokeWidth="1.5" strokeDasharray="2.6 1.72" />
          <circle cx="8" cy="8" r="2.25" fill="currentColor" stroke="none" />
        </>
      );
    case "active":
      return (
        <g fill="none" strokeWidth="2.25">
          <circle cx="8" cy="8" r="6" opacity="0.28" />
          <circle
            cx="8"
            cy="8"
            r="6"
            strokeDasharray={`${share * RING} ${RING}`}
            strokeLinecap="round"
            transform="rotate(-90 8 8)"
            className="transition-[stroke-dasharray]"
          />
        </g>
      );
    case "uploading":
      return <path d="M8 13.500V3M3.500 7.500 8 3l4.500 4.500" fill="none" strokeWidth="2" />;
    case "completed":
      return <path d="m2.500 8.500 3.700 3.700 7.300-8" fill="none" strokeWidth="2.250" />;
    case "failed":
      return <path d="m3.500 3.500 9 9m0-9-9 9" fill="none" strokeWidth="2.250" />;
    case "canceled":
      return <path d="M3 8h10" fill="none" strokeWidth="3" />;
    case "paused":
      return <path d="M5.500 3.500v9m5-9v9" fill="none" strokeWidth="2.500" />;
    default:
      return state satisfies never;
  }
}

/** `share`: how far the ring of a rendering thing is filled, 0 … 1. Without `label` it is decoration beside a word. */
export function StateMark(props: {
  state: Mark;
  share?: number;
  label?: string;
  className?: string;
}): ReactNode {
  const { state, share = 0.25, label, className } = props;
  return (
    <svg
      viewBox="0 0 16 16"
      stroke="currentColor"
      strokeLinejoin="round"
      className={cn("size-4 shrink-0", STATE_INK[state], className)}
      role={label === undefined ? undefined : "img"}
      aria-label={label}
      aria-hidden={label === undefined ? true : undefined}
    >
      {shape(state, share)}
    </svg>
  );
}
