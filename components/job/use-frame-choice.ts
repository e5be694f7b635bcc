/** The chosen frames of a job's page; the one shown large has its place in the address (?frame=12). */
"use client";
import { useSearchParams } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import { nothingChosen, type Selection } from "#components/frame/selection.ts";
import { useFrame, useOfMap } from "#components/frame/use-frame-map.ts";
import type { FrameMap, KnownFrame } from "#lib/queries/frame-map.ts";

/** The last finished frame, else the first that renders, else the first. */
function newestPlace(map: FrameMap): number {
  for (let place = map.length - 1; place >= 0; place--)
    if (map.at(place)?.state === "completed") return place;
  for (let place = 0; place < map.length; place++) if (map.at(place)?.state === "active") return place;
  return 0;
}

/** Who follows fifty frames a second sees none of them. Units: milliseconds. */
const FOLLOW_MS = 1000;

/** The same value, which changes no more often than that. */
function useCalm(value: number): number {
  const [calm, setCalm] = useState({ value, at: 0 });
  useEffect(() => {
    if (calm.value === value) return undefined;
    const wait = Math.max(0, calm.at + FOLLOW_MS - Date.now());
    const timer = setTimeout(() => setCalm({ value, at: Date.now() }), wait);
    return () => clearTimeout(timer);
  }, [value, calm]);
  return calm.value;
}

/** The address with another frame, and everything else as it was. */
function withFrame(frame: number): string {
  const query = new URLSearchParams(window.location.search);
  query.set("frame", String(frame));
  return `?${query}`;
}

export interface FrameChoice {
  selection: Selection;
  select: (next: Selection) => void;
  /** The frame shown large, and its place. */
  shown: KnownFrame | undefined;
  place: number;
  /** Nobody chose it: it follows the newest. */
  isFollowing: boolean;
}

export function useFrameChoice(map: FrameMap): FrameChoice {
  const asked = useSearchParams().get("frame");
  const askedPlace = asked === null ? -1 : map.placeOf(Number(asked));
  const [rest, setRest] = useState<Pick<Selection, "chosen" | "anchor">>(nothingChosen);
  const newest = useCalm(useOfMap(map, newestPlace, 0));
  const active = askedPlace >= 0 ? askedPlace : null;
  const place = active ?? newest;
  const shown = useFrame(map, place);
  const select = (next: Selection) => {
    setRest(next);
    const frame = next.active === null ? undefined : map.at(next.active);
    if (frame !== undefined && String(frame.frame) !== asked)
      window.history.replaceState(null, "", withFrame(frame.frame));
  };
  const { chosen, anchor } = rest;
  const selection = useMemo(() => ({ chosen, anchor: anchor ?? active, active }), [chosen, anchor, active]);
  return {
    selection,
    select,
    shown,
    place,
    isFollowing: active === null && shown?.state === "completed",
  };
}
