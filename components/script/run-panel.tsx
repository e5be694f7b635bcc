/** One run with everything that is known of it: what it left, what it printed, what it took. */
"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FrameLog } from "#components/frame/frame-log.tsx";
import { DownloadButton, RetryButton } from "#components/job/job-actions.tsx";
import { useFrameProgress, useLook } from "#components/realtime/realtime-provider.tsx";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { download } from "#components/ui/download.ts";
import { Fact } from "#components/ui/fact.tsx";
import { formatDuration } from "#components/ui/format.ts";
import type { FrameDetail, Job } from "#lib/contract/farm/jobs.ts";
import { price } from "#lib/domain/credits.ts";
import type { KnownFrame } from "#lib/queries/frame-map.ts";
import { frameQuery } from "#lib/queries/jobs.ts";
import { RunResults } from "./run-results.tsx";
import { percentOf, runInWords } from "./run-words.ts";

function Facts(props: { job: Job; frame: KnownFrame; detail: FrameDetail | undefined }): ReactNode {
  const { job, frame, detail } = props;
  const format = useFormat();
  const progress = useFrameProgress(job.id, frame.frame);
  const percent = percentOf(frame, progress);
  const memory = frame.state === "active" ? (progress?.memoryBytes ?? null) : frame.peakMemoryBytes;
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-x-4 gap-y-2 text-sm">
      <Fact name="Progress">{percent === null ? "–" : `${percent} %`}</Fact>
      <Fact name="Node">{detail?.nodeName ?? "–"}</Fact>
      <Fact name="Time">{frame.seconds === null ? "–" : formatDuration(frame.seconds, true)}</Fact>
      <Fact name="CPU time" title="Of all its processes, as the kernel counts it: what is charged">
        {typeof detail?.coreSeconds === "number" ? formatDuration(detail.coreSeconds, true) : "–"}
      </Fact>
      <Fact name={frame.state === "active" ? "Memory" : "Peak memory"}>
        {memory === null ? "–" : format.bytes(memory)}
      </Fact>
      {typeof detail?.coreSeconds === "number" && (
        <Fact name="Credits">{format.credits(price(detail.coreSeconds))}</Fact>
      )}
    </dl>
  );
}

/** Both streams of the newest attempt, whole where they are not too long. */
function Streams({ frame, detail }: { frame: KnownFrame; detail: FrameDetail }): ReactNode {
  const newest = detail.attempts.toSorted((a, b) => b.attempt - a.attempt)[0];
  if (newest === undefined) return null;
  const streams = [
    { name: "stdout", url: newest.stdoutUrl },
    { name: "stderr", url: newest.stderrUrl },
  ];
  return (
    <div className="flex flex-wrap gap-2">
      {streams.map(({ name, url }) =>
        url === null ? null : (
          <Button key={name} size="sm" onClick={() => download(url, `${name}-${frame.frame}.txt`)}>
            {name}
          </Button>
        ),
      )}
    </div>
  );
}

export function RunPanel({ job, frame }: { job: Job; frame: KnownFrame }): ReactNode {
  const { data: detail } = useQuery(frameQuery(farm, job.id, frame.frame));
  const progress = useFrameProgress(job.id, frame.frame);
  useLook(job.id, frame.frame);
  const isEnded = frame.state !== "active" && frame.state !== "queued";
  return (
    <section
      aria-label={`Run ${frame.frame}`}
      className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-lg font-semibold">Run {frame.frame}</h2>
        <span className="ml-auto flex gap-2">
          {isEnded && <RetryButton job={job} frames={String(frame.frame)} words="Run again" />}
          {frame.resultCount > 1 && (
            <DownloadButton job={job} frames={String(frame.frame)} words="All as .zip" />
          )}
        </span>
        <p className="w-full text-sm text-ink-2">{runInWords(frame, progress)}</p>
      </div>
      <Facts job={job} frame={frame} detail={detail} />
      {detail !== undefined && (
        <>
          <RunResults detail={detail} />
          <Streams frame={frame} detail={detail} />
          <FrameLog attempts={detail.attempts} mark={frame.state} logName="stdout" />
        </>
      )}
    </section>
  );
}
