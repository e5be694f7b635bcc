/** Stop and download: what one does with a whole job. */
"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, RotateCcw, Square } from "lucide-react";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { unitOf } from "#components/script/run-words.ts";
import { Button } from "#components/ui/button.tsx";
import { Ask } from "#components/ui/dialog.tsx";
import { download } from "#components/ui/download.ts";
import { say, sayError } from "#components/ui/toast.tsx";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { archiveFrames, retryFrames, stopJob } from "#lib/queries/mutations.ts";
import { canStop, openFrames, retryableFrames } from "./job-words.ts";

type Size = "sm" | "md";

export function StopButton({ job, size = "sm" }: { job: Job; size?: Size }): ReactNode {
  const client = useQueryClient();
  const format = useFormat();
  const stop = useMutation({ ...stopJob(farm, client), onError: sayError });
  if (!canStop(job)) return null;
  const open = openFrames(job);
  const { active, completed } = job.counts;
  return (
    <Ask
      title={`Stop ${job.name}?`}
      yes="Stop the job"
      onYes={() => stop.mutate(job.id)}
      loses={
        <>
          <p>
            {format.count(open)} frame{open === 1 ? "" : "s"} will not be rendered
            {active > 0 && `, and the work on the ${format.count(active)} that nodes have in hand is lost`}.
          </p>
          <p className="mt-2">
            {completed > 0 && `The ${format.count(completed)} finished stay yours. `}
            Nothing more is charged, and what was stopped can be done later with Retry.
          </p>
        </>
      }
    >
      <Button size={size} disabled={stop.isPending}>
        <Square /> {stop.isPending ? "Stopping…" : "Stop"}
      </Button>
    </Ask>
  );
}

/** A range text; made when it is needed, where that takes a while. */
type Range = string | (() => string);
const textOf = (range: Range): string => (typeof range === "function" ? range() : range);

/** `frames`: null for every finished frame. */
export function DownloadButton(props: {
  job: Job;
  frames?: Range | null;
  words?: string;
  size?: Size;
  isPrimary?: boolean;
}): ReactNode {
  const { job, frames = null, words = "Download", size = "sm" } = props;
  const archive = useMutation({
    ...archiveFrames(farm),
    onSuccess: (answer) => download(answer.url),
    onError: sayError,
  });
  if (job.counts.completed === 0) return null;
  return (
    <Button
      size={size}
      variant={props.isPrimary === true ? "primary" : "plain"}
      disabled={archive.isPending}
      title={
        job.script === null
          ? "A .zip of the finished frames, with Blender's own file names"
          : "A .zip of every file that the runs left"
      }
      onClick={() => archive.mutate({ jobId: job.id, frames: frames === null ? null : textOf(frames) })}
    >
      <Download /> {words}
    </Button>
  );
}

/**
 * `frames`: "failed" for all that failed or were canceled. `replaces`: so many finished ones are asked
 * about first.
 */
export function RetryButton(props: {
  job: Job;
  frames: Range;
  words: string;
  size?: Size;
  replaces?: number;
}): ReactNode {
  const { job, frames, words, size = "sm", replaces = 0 } = props;
  const client = useQueryClient();
  const format = useFormat();
  const verb = retryFrames(farm, client);
  const retry = useMutation({
    ...verb,
    // Not beside the call: the button may be gone by then, with the frames that it was for.
    onSuccess: (...answer) => {
      void verb.onSuccess?.(...answer);
      say(`The ${unitOf(job, 2)} are queued again.`);
    },
    onError: sayError,
  });
  const start = () => retry.mutate({ jobId: job.id, frames: textOf(frames) });
  const button = (
    <Button size={size} disabled={retry.isPending} onClick={replaces > 0 ? undefined : start}>
      <RotateCcw /> {words}
    </Button>
  );
  if (replaces === 0) return button;
  return (
    <Ask
      title={`Render ${format.count(replaces)} finished ${unitOf(job, replaces)} again?`}
      yes="Render them again"
      onYes={start}
      loses="Each picture is replaced as its new one arrives, and the new ones are charged."
    >
      {button}
    </Ask>
  );
}

export function RetryFailedButton({ job, size }: { job: Job; size?: Size }): ReactNode {
  const format = useFormat();
  const count = retryableFrames(job);
  if (count === 0) return null;
  return <RetryButton job={job} frames="failed" words={`Retry ${format.count(count)}`} size={size} />;
}
