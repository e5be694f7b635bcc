/** How frames are chosen, and what one may do with the chosen ones: by a click or by one key. */
"use client";
import { Keyboard, Play, X } from "lucide-react";
import { type ReactNode, useMemo, useRef } from "react";
import { useOfMap } from "#components/frame/use-frame-map.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { formatFrameRange } from "#lib/domain/frame-range.ts";
import type { FrameMap } from "#lib/queries/frame-map.ts";
import { ChooseFrames } from "./choose-frames.tsx";
import { DownloadButton, RetryButton } from "./job-actions.tsx";
import { useKeys } from "./use-keys.ts";

/** Rendering more finished frames than this once more is asked about: their pictures go, and it costs. */
const ASKED_ABOUT = 20;

export function SelectionBar(props: {
  job: Job;
  map: FrameMap;
  /** Places. */
  chosen: ReadonlySet<number>;
  onChoose: (places: ReadonlySet<number>) => void;
  onKeys: () => void;
  onPlay: () => void;
}): ReactNode {
  const { job, map, chosen, onChoose } = props;
  const format = useFormat();
  const field = useRef<HTMLInputElement>(null);
  const actions = useRef<HTMLDivElement>(null);
  // What may be done with them changes as they do.
  useOfMap(map, (all) => (chosen.size > 0 ? all.version() : 0), 0);
  const frames = [...chosen].flatMap((place) => map.at(place) ?? []);
  const finished = frames.filter((f) => f.state === "completed");
  const idle = frames.filter((f) => f.state !== "active" && f.state !== "queued");
  const press = (action: string) =>
    actions.current?.querySelector<HTMLButtonElement>(`[data-action=${action}] button`)?.click();
  useKeys({
    "/": () => field.current?.focus(),
    r: () => press("retry"),
    d: () => press("download"),
    p: props.onPlay,
  });
  const range = useMemo(
    () => formatFrameRange([...chosen].flatMap((place) => map.at(place)?.frame ?? [])),
    [chosen, map],
  );
  return (
    <div ref={actions} className="mb-2 flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <Button size="sm" title="Play the frames as a film (P)" onClick={props.onPlay}>
        <Play /> Play
      </Button>
      <ChooseFrames map={map} chosen={chosen} onChoose={onChoose} fieldRef={field} />
      {frames.length > 0 && (
        <>
          <span className="max-w-56 truncate" title={range}>
            <strong>{format.count(frames.length)}</strong> chosen <span className="text-ink-3">{range}</span>
          </span>
          {idle.length > 0 && (
            <span data-action="retry" title="R" className="contents">
              <RetryButton
                job={job}
                frames={() => formatFrameRange(idle.map((f) => f.frame))}
                words={`Retry ${format.count(idle.length)}`}
                replaces={finished.length > ASKED_ABOUT ? finished.length : 0}
              />
            </span>
          )}
          {finished.length > 0 && (
            <span data-action="download" title="D" className="contents">
              <DownloadButton
                job={job}
                frames={() => formatFrameRange(finished.map((f) => f.frame))}
                words={`Download ${format.count(finished.length)}`}
              />
            </span>
          )}
          <Button variant="quiet" size="sm" onClick={() => onChoose(new Set())}>
            <X /> Clear
          </Button>
        </>
      )}
      <Button variant="quiet" size="sm" className="ml-auto max-sm:hidden" onClick={props.onKeys}>
        <Keyboard /> Keys
      </Button>
    </div>
  );
}
