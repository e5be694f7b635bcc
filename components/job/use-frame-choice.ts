/** The chosen frames of a job's page; the one shown large has its place in the address (?frame=12). */
"use client";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { nothingChosen, type Selection } from "#components/frame/selection.ts";
import type { Frame } from "#lib/contract/farm/jobs.ts";

/** The last finished frame, else the first that renders, else the first. */
function newestPlace(frames: readonly Frame[]): number | null {
  const finished = frames.findLastIndex((f) => f.state === "completed");
  if (finished >= 0) return finished;
  const running = frames.findIndex((f) => f.state === "active");
  return running >= 0 ? running : frames.length > 0 ? 0 : null;
}

export interface FrameChoice {
  selection: Selection;
  select: (next: Selection) => void;
  /** The frame shown large. */
  shown: Frame | undefined;
  /** Nobody chose it: it follows the newest. */
  isFollowing: boolean;
}

export function useFrameChoice(frames: readonly Frame[]): FrameChoice {
  const asked = useSearchParams().get("frame");
  const askedPlace = asked === null ? -1 : frames.findIndex((f) => f.frame === Number(asked));
  const [rest, setRest] = useState<Pick<Selection, "chosen" | "anchor">>(nothingChosen);
  const active = askedPlace >= 0 ? askedPlace : null;
  const place = active ?? newestPlace(frames);
  const select = (next: Selection) => {
    setRest(next);
    const frame = next.active === null ? undefined : frames[next.active];
    if (frame !== undefined && String(frame.frame) !== asked)
      window.history.replaceState(null, "", `?frame=${frame.frame}`);
  };
  return {
    selection: { chosen: rest.chosen, anchor: rest.anchor ?? active, active },
    select,
    shown: place === null ? undefined : frames[place],
    isFollowing: active === null && place !== null && frames[place]?.state === "completed",
  };
}
