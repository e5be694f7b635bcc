/** One frame large, with everything that is known of it. */
"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download, Maximize2 } from "lucide-react";
import type { ReactNode } from "react";
import { RetryButton } from "#components/job/job-actions.tsx";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { download } from "#components/ui/download.ts";
import { Fact } from "#components/ui/fact.tsx";
import { formatDuration } from "#components/ui/format.ts";
import { Notice } from "#components/ui/notice.tsx";
import { STATE_INK, STATE_NAMES, StateMark } from "#components/ui/state-mark.tsx";
import { useFrameProgress, useLook } from "#components/realtime/realtime-provider.tsx";
import type { FrameDetail, FrameProgress, Job } from "#lib/contract/farm/jobs.ts";
import { price } from "#lib/domain/credits.ts";
import { FAILURE_TEXT } from "#lib/domain/frame.ts";
import type { KnownFrame } from "#lib/queries/frame-map.ts";
import { frameQuery } from "#lib/queries/jobs.ts";
import { shareOf } from "#lib/queries/progress-store.ts";
import { FrameLog } from "./frame-log.tsx";
import { markOf, useFrameMark } from "./frame-mark.ts";
import { FramePicture } from "./frame-picture.tsx";

function phaseInWords(progress: FrameProgress | undefined, count: (n: number) => string): string {
  if (progress === undefined) return "Waits for a free Blender";
  switch (progress.phase) {
    case "fetching":
      return "Fetching the scene";
    case "rendering":
      return progress.total > 0 ? `${count(progress.done)} of ${count(progress.total)} samples` : "Rendering";
    case "uploading":
      return "Storing the picture";
    default:
      return progress.phase satisfies never;
  }
}

function Facts({
  job,
  frame,
  detail,
}: {
  job: Job;
  frame: KnownFrame;
  detail: FrameDetail | undefined;
}): ReactNode {
  const format = useFormat();
  const progress = useFrameProgress(job.id, frame.frame);
  const isActive = frame.state === "active";
  const mark = markOf(frame, progress);
  const memory = isActive ? progress?.memoryBytes : (detail ?? frame).peakMemoryBytes;
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(6rem,1fr))] gap-x-4 gap-y-2 text-sm">
      <Fact name="State">
        <span className={cn("inline-flex items-center gap-1.5", STATE_INK[mark])}>
          <StateMark
            state={mark}
            share={progress === undefined ? 0 : shareOf(progress)}
            className="size-3.5"
          />
          {STATE_NAMES[mark]}
        </span>
      </Fact>
      {isActive && <Fact name="Doing">{phaseInWords(progress, format.count)}</Fact>}
      <Fact name="Node">{detail?.nodeName ?? "–"}</Fact>
      <Fact name="Time">{frame.seconds === null ? "–" : formatDuration(frame.seconds, true)}</Fact>
      <Fact name={isActive ? "Memory" : "Peak memory"}>
        {memory === null || memory === undefined ? "–" : format.bytes(memory)}
      </Fact>
      <Fact name="Attempts">{format.count(detail?.attempts.length ?? frame.attempt)}</Fact>
      {typeof detail?.coreSeconds === "number" && (
        <Fact name="Credits" title={`${formatDuration(detail.coreSeconds, true)} of core time`}>
          {format.credits(price(detail.coreSeconds))}
        </Fact>
      )}
      {typeof detail?.sizeBytes === "number" && (
        <Fact name="File" title={format.exactBytes(detail.sizeBytes)}>
          {detail.fileName} · {format.bytes(detail.sizeBytes)}
        </Fact>
      )}
    </dl>
  );
}

export function FramePanel(props: {
  job: Job;
  frame: KnownFrame;
  /** Nobody chose it: it is the newest. */
  isFollowing: boolean;
  /** The picture beside its facts instead of above them. */
  isWide: boolean;
  onZoom: () => void;
}): ReactNode {
  const { job, frame, onZoom } = props;
  // Who follows the newest would see everything vanish and come back each time.
  const placeholderData = props.isFollowing ? keepPreviousData : undefined;
  const { data: detail } = useQuery({ ...frameQuery(farm, job.id, frame.frame), placeholderData });
  const mark = useFrameMark(job.id, frame);
  useLook(job.id, frame.frame);
  const { width, height } = job.effective;
  const output = detail?.outputUrl ?? null;
  return (
    <section
      aria-label={`Frame ${frame.frame}`}
      className={cn(
        "flex flex-col gap-4",
        props.isWide && "lg:grid lg:grid-cols-[minmax(0,1fr)_24rem] lg:items-start lg:gap-6",
      )}
    >
      <div
        className="canvas-well relative flex max-h-[70dvh] w-full items-center justify-center overflow-hidden rounded-md"
        style={{ aspectRatio: `${width} / ${Math.max(1, height)}` }}
      >
        <FramePicture jobId={job.id} frame={frame} src={detail?.previewUrl ?? null} isLarge />
        {frame.state === "completed" && (
          <Button
            size="sm"
            isSquare
            aria-label="Show it large"
            title="Show it large (Enter)"
            onClick={onZoom}
            className="absolute right-2 bottom-2 bg-surface/85"
          >
            <Maximize2 />
          </Button>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="text-lg font-semibold">
            Frame {frame.frame}
            {props.isFollowing && <span className="ml-2 text-xs font-normal text-ink-3">the newest</span>}
          </h2>
          <span className="ml-auto flex gap-2">
            {frame.state !== "active" && frame.state !== "queued" && (
              <RetryButton job={job} frames={String(frame.frame)} words="Retry" />
            )}
            {output !== null && (
              <Button
                size="sm"
                disabled={detail?.frame !== frame.frame}
                onClick={() => download(output, detail?.fileName ?? undefined)}
              >
                <Download /> Download
              </Button>
            )}
          </span>
        </div>
        {frame.state === "failed" && frame.failure !== null && (
          <Notice kind="problem">{FAILURE_TEXT[frame.failure]}</Notice>
        )}
        <Facts job={job} frame={frame} detail={detail} />
        {detail !== undefined && <FrameLog attempts={detail.attempts} mark={mark} />}
      </div>
    </section>
  );
}
