/** The player's buttons; each says its key. */
"use client";
import {
  ChevronFirst,
  ChevronLast,
  ChevronLeft,
  ChevronRight,
  Maximize,
  Pause,
  Play,
  Repeat,
  Rewind,
} from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { type Playhead, placeOf } from "./playhead.ts";

function Act(props: {
  label: string;
  title: string;
  isPressed?: boolean;
  onClick: () => void;
  children: ReactNode;
}): ReactNode {
  return (
    <Button
      variant={props.isPressed === true ? "plain" : "quiet"}
      size="sm"
      isSquare
      aria-label={props.label}
      aria-pressed={props.isPressed}
      title={props.title}
      onClick={props.onClick}
    >
      {props.children}
    </Button>
  );
}

export function Transport(props: {
  head: Playhead;
  count: number;
  fps: number;
  frame: number | null;
  /** As if that key were pressed. */
  onKey: (key: string) => void;
  onFullScreen: () => void;
}): ReactNode {
  const { head, count, onKey } = props;
  const isLooped = head.loop.from > 0 || head.loop.to < count - 1;
  return (
    <div className="flex flex-wrap items-center gap-1">
      <Act label="First frame" title="First frame (Home)" onClick={() => onKey("Home")}>
        <ChevronFirst />
      </Act>
      <Act label="One back" title="One back (←)" onClick={() => onKey("ArrowLeft")}>
        <ChevronLeft />
      </Act>
      <Act label="Play backwards" title="Backwards (J)" isPressed={head.speed < 0} onClick={() => onKey("j")}>
        <Rewind />
      </Act>
      <Act
        label={head.speed === 0 ? "Play" : "Pause"}
        title="Play and pause (Space)"
        onClick={() => onKey(" ")}
      >
        {head.speed === 0 ? <Play /> : <Pause />}
      </Act>
      <Act label="One on" title="One on (→)" onClick={() => onKey("ArrowRight")}>
        <ChevronRight />
      </Act>
      <Act label="Last frame" title="Last frame (End)" onClick={() => onKey("End")}>
        <ChevronLast />
      </Act>
      <span className="figure min-w-16 px-2 text-sm font-semibold" aria-live="off">
        {props.frame ?? "–"}
      </span>
      <span className="figure text-xs text-ink-3">
        {props.fps} fps{Math.abs(head.speed) > 1 && ` × ${Math.abs(head.speed)}`}
      </span>
      <span className="ml-auto flex items-center gap-1">
        <Button variant="quiet" size="sm" title="Loop from here (I)" onClick={() => onKey("i")}>
          In
        </Button>
        <Button variant="quiet" size="sm" title="Loop up to here (O)" onClick={() => onKey("o")}>
          Out
        </Button>
        {isLooped && (
          <Button variant="quiet" size="sm" title="Play all of it (X)" onClick={() => onKey("x")}>
            <Repeat /> {placeOf({ ...head, at: head.loop.to - head.loop.from + 1 })} frames
          </Button>
        )}
        <Act label="Full screen" title="Full screen (F)" onClick={props.onFullScreen}>
          <Maximize />
        </Act>
      </span>
    </div>
  );
}
