/**
 * A job's frames as the film that they are, while the others still render: plays, scrubs, loops, steps, compares. Loaded
 * when it is opened. Its place and loop begin where the page was.
 */
"use client";
import { Dialog } from "radix-ui";
import { X } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useFrameMap, useOfMap } from "#components/frame/use-frame-map.ts";
import { useWatch } from "#components/realtime/realtime-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { useWidth } from "#components/ui/use-width.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { FrameMap } from "#lib/queries/frame-map.ts";
import { CompareBar, type Other } from "./compare-bar.tsx";
import { draw, type Mode } from "./draw.ts";
import { afterKey, type Loop, placeOf, seek, soonNeeded } from "./playhead.ts";
import { ScrubBar } from "./scrub-bar.tsx";
import { Transport } from "./transport.tsx";
import { useFilm } from "./use-film.ts";
import { usePlayhead } from "./use-playhead.ts";

const AHEAD = 48;

interface PlayerProps {
  job: Job;
  map: FrameMap;
  /** Where it begins. */
  place: number;
  loop: Loop;
  onClose: (place: number) => void;
}

export function FilmPlayer(props: PlayerProps): ReactNode {
  const { job, map } = props;
  const fps = job.effective.fps > 0 ? job.effective.fps : 24;
  const [head, change] = usePlayhead({ at: props.place, speed: 0, loop: props.loop }, fps);
  const [isScrubbing, setScrubbing] = useState(false);
  const [other, setOther] = useState<Other>(null);
  const [mode, setMode] = useState<Exclude<Mode, "single">>("wipe");
  const [wipe, setWipe] = useState(0.5);
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [well, width] = useWidth<HTMLDivElement>();
  // Frames that end while one looks come into the film.
  useOfMap(map, (all) => all.version(), 0);

  const place = placeOf(head);
  const frame = map.at(place);
  const isSharp = head.speed === 0 && !isScrubbing;
  const places = soonNeeded(head, AHEAD);
  const film = useFilm(job.id, map, places, isSharp);
  const second = useSecond(job, map, other, places, isSharp);
  const aspect = job.effective.width / Math.max(1, job.effective.height);
  useEffect(() => {
    if (canvas.current === null) return;
    draw(canvas.current, {
      first: film.shown(place),
      second: second?.shown ?? null,
      mode: second === null ? "single" : mode,
      wipe,
      aspect,
    });
  });

  const press = (key: string, isShift = false): boolean => {
    if (afterKey(head, key, isShift, map.length) === null) return false;
    change((known) => afterKey(known, key, isShift, map.length) ?? known);
    return true;
  };
  const goFullScreen = () => {
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    else void box.current?.requestFullscreen();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    if (target.matches("select, input")) return;
    // A button's own space presses it.
    if (event.key === " " && target.matches("button")) return;
    if (event.key.toLowerCase() === "f") goFullScreen();
    else if (!press(event.key, event.shiftKey)) return;
    event.preventDefault();
  };
  const onWipe = (event: PointerEvent) => {
    if (second === null || mode !== "wipe" || event.buttons !== 1) return;
    const { left, width: wide } = event.currentTarget.getBoundingClientRect();
    setWipe(Math.max(0, Math.min(1, (event.clientX - left) / wide)));
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && props.onClose(place)}>
      <Dialog.Portal>
        <Dialog.Content
          ref={box}
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={(event) => {
            // The keys are the player's from the first moment.
            event.preventDefault();
            box.current?.focus();
          }}
          className="canvas-well fixed inset-0 z-40 flex flex-col outline-none"
        >
          <div className="flex items-center gap-3 px-3 py-2 sm:px-4">
            <Dialog.Title className="min-w-0 flex-1 truncate text-sm font-semibold">{job.name}</Dialog.Title>
            <CompareBar
              job={job}
              frame={frame?.frame ?? null}
              other={other}
              mode={mode}
              onChange={(next, how) => {
                setOther(next);
                setMode(how);
              }}
            />
            <Dialog.Close asChild>
              <Button variant="quiet" size="sm" isSquare aria-label="Close" title="Close (Esc)">
                <X />
              </Button>
            </Dialog.Close>
          </div>
          <div ref={well} className="relative min-h-0 flex-1 px-3 sm:px-4">
            <canvas
              ref={canvas}
              data-width={width}
              // Drawn, not fetched.
              // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
              role="img"
              aria-label={frame === undefined ? "No frame" : `Frame ${frame.frame}`}
              onPointerDown={onWipe}
              onPointerMove={onWipe}
              className="block size-full touch-none"
            />
          </div>
          <div className="flex flex-col gap-2 bg-surface px-3 py-3 sm:px-4">
            <ScrubBar
              map={map}
              place={place}
              loop={head.loop}
              onSeek={(to) => change((known) => seek(known, to, map.length))}
              onScrub={setScrubbing}
            />
            <Transport
              head={head}
              count={map.length}
              fps={fps}
              frame={frame?.frame ?? null}
              onKey={press}
              onFullScreen={goFullScreen}
            />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The other picture: of a held frame, or of the frame with the same number in another job. */
function useSecond(
  job: Job,
  map: FrameMap,
  other: Other,
  places: readonly number[],
  isSharp: boolean,
): { shown: ReturnType<ReturnType<typeof useFilm>["shown"]> } | null {
  const otherId = other?.kind === "job" ? other.jobId : job.id;
  const isOtherJob = other?.kind === "job";
  useWatch(isOtherJob ? `job:${otherId}` : null);
  const asked = useFrameMap(otherId, null, isOtherJob);
  const itsMap = isOtherJob ? asked.map : map;
  useOfMap(itsMap, (all) => all.version(), 0);
  const wanted =
    other === null || itsMap === undefined
      ? []
      : other.kind === "frame"
        ? [itsMap.placeOf(other.frame)]
        : places.map((place) => itsMap.placeOf(map.at(place)?.frame ?? Number.NaN));
  const film = useFilm(
    otherId,
    itsMap,
    wanted.filter((place) => place >= 0),
    isSharp,
  );
  if (other === null || itsMap === undefined) return null;
  return { shown: film.shown(wanted[0] ?? -1) };
}
