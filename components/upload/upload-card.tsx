/** The running upload: how far, how fast, how long, and how to stop it. */
"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Pause, Play, X } from "lucide-react";
import type { ReactNode } from "react";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { Ask } from "#components/ui/dialog.tsx";
import { formatDuration } from "#components/ui/format.ts";
import { Meter } from "#components/ui/meter.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { StateMark } from "#components/ui/state-mark.tsx";
import { sayError } from "#components/ui/toast.tsx";
import { cancelUpload, clearUpload, continueUpload, pauseUpload } from "./upload-store.ts";
import type { UploadView } from "./upload-view.ts";

function status(upload: UploadView): string {
  switch (upload.status) {
    case "paused":
      return "Paused";
    case "checking":
      return "Putting it together and checking it…";
    case "comparing":
      return "Checking that it is the same file…";
    case "reading":
      return "Reading the files, to send only what the farm has not…";
    case "sending":
      return upload.trouble === null ? "Uploading" : "Waiting for the farm";
    case "failed":
      return "The upload ended";
    case "done":
    case "idle":
      return "Uploaded";
    default:
      return upload.status satisfies never;
  }
}

export function UploadCard({ upload }: { upload: UploadView }): ReactNode {
  const client = useQueryClient();
  const format = useFormat();
  const share = upload.sizeBytes === 0 ? 0 : upload.sentBytes / upload.sizeBytes;
  const isRunning = upload.status === "sending";
  if (upload.status === "failed")
    return (
      <Notice kind="problem" isAlert title={`${upload.name} could not be uploaded.`}>
        <p>{upload.problem}</p>
        <Button size="sm" className="mt-3" onClick={clearUpload}>
          Choose a file
        </Button>
      </Notice>
    );
  return (
    <section aria-label="Upload" className="rounded-lg border border-line bg-surface p-4 sm:p-6">
      <div className="flex flex-wrap items-start gap-3">
        <StateMark state={upload.status === "paused" ? "paused" : "uploading"} className="mt-1" />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold" title={upload.name}>
            {upload.name}
          </h2>
          <output className="block text-sm text-ink-2">{status(upload)}</output>
        </div>
        <div className="flex gap-2">
          {isRunning && (
            <Button size="sm" onClick={pauseUpload}>
              <Pause /> Pause
            </Button>
          )}
          {upload.status === "paused" && (
            <Button size="sm" variant="primary" onClick={() => continueUpload(client)}>
              <Play /> Go on
            </Button>
          )}
          <Ask
            title="Give this upload up?"
            loses={`What was sent (${format.bytes(upload.sentBytes)}) is removed from the farm. Your file stays where it is.`}
            yes="Give it up"
            onYes={() => void cancelUpload(client).catch(sayError)}
          >
            <Button size="sm">
              <X /> Cancel
            </Button>
          </Ask>
        </div>
      </div>
      <Meter share={share} label={`Upload of ${upload.name}`} tone="bg-uploading" className="mt-4 h-1.5" />
      <dl className="mt-2 flex flex-wrap gap-x-6 text-sm text-ink-2">
        <div className="figure">
          <dt className="sr-only">Sent</dt>
          <dd title={`${format.exactBytes(upload.sentBytes)} of ${format.exactBytes(upload.sizeBytes)}`}>
            <strong className="text-ink">{format.share(share)}</strong> · {format.bytes(upload.sentBytes)} of{" "}
            {format.bytes(upload.sizeBytes)}
          </dd>
        </div>
        {upload.knownBytes > 0 && (
          <div className="figure">
            <dt className="sr-only">Already on the farm</dt>
            <dd>{format.bytes(upload.knownBytes)} already there</dd>
          </div>
        )}
        {isRunning && upload.bytesPerSecond > 0 && (
          <div className="figure">
            <dt className="sr-only">Speed</dt>
            <dd>{format.bytes(upload.bytesPerSecond)}/s</dd>
          </div>
        )}
        {isRunning && upload.secondsLeft !== null && (
          <div className="figure">
            <dt className="sr-only">Time left</dt>
            <dd>{formatDuration(upload.secondsLeft)} left</dd>
          </div>
        )}
      </dl>
      {upload.trouble !== null && (
        <Notice kind="warning" className="mt-3">
          {upload.trouble}
        </Notice>
      )}
    </section>
  );
}
