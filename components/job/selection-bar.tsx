/** What one may do with the chosen frames. */
"use client";
import { Keyboard, X } from "lucide-react";
import type { ReactNode } from "react";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import type { Frame, Job } from "#lib/contract/farm/jobs.ts";
import { formatFrameRange } from "#lib/domain/frame-range.ts";
import { DownloadButton, RetryButton } from "./job-actions.tsx";

export function SelectionBar(props: {
  job: Job;
  frames: readonly Frame[];
  onClear: () => void;
  onKeys: () => void;
}): ReactNode {
  const { job, frames } = props;
  const format = useFormat();
  const range = formatFrameRange(frames.map((f) => f.frame));
  const finished = frames.filter((f) => f.state === "completed");
  const idle = frames.filter((f) => f.state !== "active" && f.state !== "queued");
  return (
    <div className="mb-2 flex min-h-8 flex-wrap items-center gap-2 text-sm">
      {frames.length > 1 ? (
        <>
          <span className="max-w-64 truncate" title={range}>
            <strong>{format.count(frames.length)}</strong> chosen <span className="text-ink-3">{range}</span>
          </span>
          {idle.length > 0 && (
            <RetryButton
              job={job}
              frames={formatFrameRange(idle.map((f) => f.frame))}
              words={`Retry ${format.count(idle.length)}`}
            />
          )}
          {finished.length > 0 && (
            <DownloadButton
              job={job}
              frames={formatFrameRange(finished.map((f) => f.frame))}
              words={`Download ${format.count(finished.length)}`}
            />
          )}
          <Button variant="quiet" size="sm" onClick={props.onClear}>
            <X /> Clear
          </Button>
        </>
      ) : (
        <span className="text-xs text-ink-3">
          Click a frame to see it large; drag or shift-click to choose several.
        </span>
      )}
      <Button variant="quiet" size="sm" className="ml-auto" onClick={props.onKeys}>
        <Keyboard /> Keys
      </Button>
    </div>
  );
}
