/** A scene model to look at: through the scene's camera or around it, over its frames. Brings three; loaded when asked for. */
"use client";
import { Orbit, Pause, Play, RotateCcw, Video } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { cameraAt, type ModelFacts } from "#lib/domain/scene-model.ts";
import type { Picture } from "./fit-picture.ts";
import { contents, leftOut } from "./model-words.ts";
import { type Look, openStage, type Stage } from "./stage.ts";
import { usePlayhead } from "./use-playhead.ts";

const TURN = Math.PI / 24;

const wantsCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Opens the stage on the canvas and closes it with the component. */
function useStage(url: string, facts: ModelFacts) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // Asked again, the signed address is another and the model the same.
  const [address] = useState(url);
  const [stage, setStage] = useState<Stage | null>(null);
  const [picture, setPicture] = useState<Picture | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const leaving = new AbortController();
    let opened: Stage | null = null;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) opened?.resize(entry.contentRect.width, entry.contentRect.height);
    });
    const open = async () => {
      const answer = await fetch(address, { signal: leaving.signal });
      if (!answer.ok) throw new Error(`Storage answered ${answer.status}.`);
      const made = await openStage(element, await answer.arrayBuffer(), {
        facts,
        isCalm: wantsCalm(),
        onPicture: setPicture,
        onLost: () => setProblem("The graphics card gave this view up. Close it and look again."),
      });
      if (leaving.signal.aborted) return made.close();
      opened = made;
      observer.observe(element);
      setStage(made);
    };
    open().catch((error: unknown) => {
      if (!leaving.signal.aborted)
        setProblem(
          error instanceof Error && error.message.includes("WebGL")
            ? "This browser has no WebGL here, which the view needs."
            : `The preview could not be opened. ${error instanceof Error ? error.message : ""}`,
        );
    });
    return () => {
      leaving.abort();
      observer.disconnect();
      opened?.close();
      setStage(null);
    };
  }, [address, facts]);
  return { canvas, stage, picture, problem };
}

function ModeButtons(props: { look: Look; onLook: (look: Look) => void; hasCamera: boolean }): ReactNode {
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">Look</legend>
      <Button
        size="sm"
        variant={props.look === "camera" ? "plain" : "quiet"}
        aria-pressed={props.look === "camera"}
        disabled={!props.hasCamera}
        title="Through the scene’s camera (C)"
        onClick={() => props.onLook("camera")}
      >
        <Video /> Camera
      </Button>
      <Button
        size="sm"
        variant={props.look === "orbit" ? "plain" : "quiet"}
        aria-pressed={props.look === "orbit"}
        title="Around the scene: drag, pinch or scroll (O)"
        onClick={() => props.onLook("orbit")}
      >
        <Orbit /> Orbit
      </Button>
    </fieldset>
  );
}

function Contents({ facts, sizeBytes }: { facts: ModelFacts; sizeBytes: number | null }): ReactNode {
  const format = useFormat();
  return (
    <p className="text-xs text-ink-3">
      {contents(facts, format.count)}
      {sizeBytes !== null && `, ${format.bytes(sizeBytes)}`}. {leftOut(facts, format.count).join(" ")} Light
      and materials are plain: this shows shapes and movement.
    </p>
  );
}

export default function SceneViewer(props: {
  url: string;
  facts: ModelFacts;
  sizeBytes: number | null;
}): ReactNode {
  const { facts } = props;
  const { canvas, stage, picture, problem } = useStage(props.url, facts);
  const hasCamera = facts.cameras.length > 0;
  const [look, setLook] = useState<Look>(hasCamera ? "camera" : "orbit");
  const { frame, isPlaying, go, play } = usePlayhead({
    first: facts.frameStart,
    last: facts.frameEnd,
    fps: facts.fps,
  });
  useEffect(() => stage?.show(frame), [stage, frame]);
  useEffect(() => stage?.look(look), [stage, look]);
  const camera = cameraAt(facts, frame);
  const moves = facts.frameEnd > facts.frameStart;

  const onKeyDown = (event: KeyboardEvent) => {
    const isOnCanvas = event.target === canvas.current;
    const isOrbiting = isOnCanvas && look === "orbit";
    const keys: Record<string, (() => void) | false> = {
      c: hasCamera && (() => setLook("camera")),
      o: () => setLook("orbit"),
      " ": isOnCanvas && (() => play(!isPlaying)),
      ArrowLeft: isOnCanvas && (() => (isOrbiting ? stage?.turn(TURN, 0) : go(frame - 1))),
      ArrowRight: isOnCanvas && (() => (isOrbiting ? stage?.turn(-TURN, 0) : go(frame + 1))),
      ArrowUp: isOrbiting && (() => stage?.turn(0, TURN)),
      ArrowDown: isOrbiting && (() => stage?.turn(0, -TURN)),
      "+": isOrbiting && (() => stage?.zoom(1.15)),
      "-": isOrbiting && (() => stage?.zoom(1 / 1.15)),
      Home: isOnCanvas && (() => go(facts.frameStart)),
      End: isOnCanvas && (() => go(facts.frameEnd)),
    };
    const act = event.ctrlKey || event.metaKey || event.altKey ? false : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  if (problem !== null)
    return (
      <Notice kind="problem" isAlert>
        {problem}
      </Notice>
    );
  return (
    // Keys work anywhere in it; each of them has a button or the slider as well.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="flex flex-col gap-2" onKeyDown={onKeyDown}>
      <div className="canvas-well relative aspect-video max-h-[70dvh] w-full overflow-hidden rounded-md">
        <canvas
          ref={canvas}
          // Arrows turn it and step its frames.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          // A canvas can be no <img>.
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="img"
          aria-label={`The scene at frame ${frame}${look === "camera" ? `, through ${camera?.name ?? "its camera"}` : ", from around it"}`}
          data-frame={frame}
          data-shown={stage !== null}
          className={`absolute inset-0 size-full ${look === "orbit" ? "cursor-grab touch-none active:cursor-grabbing" : ""}`}
        />
        {picture !== null && look === "camera" && (
          <span
            aria-hidden
            className="pointer-events-none absolute border border-line-strong/60"
            style={{ left: picture.x, top: picture.y, width: picture.width, height: picture.height }}
          />
        )}
        {stage === null && (
          <p className="late absolute inset-0 grid place-items-center text-sm text-ink-2">
            Opening the scene…
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button
          size="sm"
          isSquare
          disabled={!moves}
          aria-label={isPlaying ? "Pause" : "Play"}
          title={isPlaying ? "Pause (space)" : "Play (space)"}
          onClick={() => play(!isPlaying)}
        >
          {isPlaying ? <Pause /> : <Play />}
        </Button>
        <input
          type="range"
          aria-label="Frame"
          className="h-8 min-w-0 flex-1 basis-40 accent-ember"
          min={facts.frameStart}
          max={facts.frameEnd}
          step={1}
          value={frame}
          disabled={!moves}
          onChange={(event) => go(event.target.valueAsNumber)}
        />
        <output className="figure min-w-14 text-right text-sm tabular-nums" aria-label="Shown frame">
          {frame}
        </output>
        <span className="flex flex-wrap gap-1 max-sm:w-full">
          <ModeButtons look={look} onLook={setLook} hasCamera={hasCamera} />
          {look === "orbit" && (
            <Button
              size="sm"
              variant="quiet"
              onClick={() => stage?.reset()}
              title="Back to where orbiting began"
            >
              <RotateCcw /> Reset
            </Button>
          )}
        </span>
      </div>
      <Contents facts={facts} sizeBytes={props.sizeBytes} />
    </div>
  );
}
