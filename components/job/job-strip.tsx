/** The first frames of a job under their numbers, live, in its row of the list. */
"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useEffect } from "react";
import { FramePicture, frameInWords } from "#components/frame/frame-picture.tsx";
import { useProgressStore, useWatch } from "#components/realtime/realtime-provider.tsx";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { isEnded } from "#lib/domain/job.ts";
import { STRIP_FRAMES, stripQuery } from "#lib/queries/jobs.ts";

export function JobStrip({ job, isInView }: { job: Job; isInView: boolean }): ReactNode {
  const format = useFormat();
  const progress = useProgressStore();
  const { data } = useQuery({ ...stripQuery(farm, job.id), enabled: isInView });
  useWatch(isInView && !isEnded(job.state) ? `job:${job.id}` : null);
  const running = data?.progress;
  useEffect(() => {
    if (running !== undefined) progress.put(job.id, running);
  }, [progress, job.id, running]);
  const more = job.totalFrames - STRIP_FRAMES;
  const aspect = Math.min(2.4, Math.max(0.7, job.effective.width / Math.max(1, job.effective.height)));
  const places = Array.from({ length: Math.min(STRIP_FRAMES, job.totalFrames) }, (_, at) => at);
  return (
    <ol aria-label="Frames" className="flex h-[3.75rem] flex-wrap gap-1 overflow-hidden">
      {places.map((at) => {
        const frame = data?.frames[at];
        return (
          <li key={at} style={{ width: `${2.5 * aspect}rem` }}>
            {frame === undefined ? (
              <div className="mt-[1.25rem] h-10 rounded-sm bg-tile" />
            ) : (
              <Link
                href={`/jobs/${job.id}?frame=${frame.frame}`}
                prefetch={false}
                title={frameInWords(frame)}
                className="block rounded-sm"
              >
                <span className="block h-5 text-center text-xs leading-5 text-ink-3">{frame.frame}</span>
                <span className="flex h-10 items-center justify-center overflow-hidden rounded-sm bg-tile">
                  <FramePicture jobId={job.id} frame={frame} />
                </span>
              </Link>
            )}
          </li>
        );
      })}
      {more > 0 && (
        <li className="self-end text-xs text-ink-3">
          <span className="flex h-10 items-center px-2">+{format.count(more)}</span>
        </li>
      )}
    </ol>
  );
}
