/** What a job's cap means for it right now, and the button that raises it. */
"use client";
import type { ReactNode } from "react";
import { useFormat } from "#components/shell/reader.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { creditsInWords, NEAR_CAP } from "#lib/domain/cap.ts";
import { isEnded } from "#lib/domain/job.ts";
import { ChangeCap } from "./change-cap.tsx";

/** The sentence; null where there is nothing to say. The reason of a pause is told by the job itself. */
function useCeilingText(job: Job): string | null {
  const format = useFormat();
  const { ceiling, charged } = job;
  if (ceiling === null || job.state === "completed") return null;
  const cap = creditsInWords(ceiling.cap, format.locale);
  if (job.waiting?.code === "cap") return job.waiting.text;
  if (isEnded(job.state))
    return ceiling.level === "below" || ceiling.atCap === "pause"
      ? null
      : `Stopped at its cap of ${cap}. Raise the cap and render the rest with Retry.`;
  if (ceiling.level === "below") return null;
  const share = format.share(Math.max(NEAR_CAP, Math.min(1, charged / ceiling.cap)));
  const then = ceiling.atCap === "pause" ? "pauses" : "stops";
  return `${share} of the cap is used: ${format.credits(charged)} of ${cap}. At the cap the job ${then}.`;
}

export function CeilingNotice({ job }: { job: Job }): ReactNode {
  const text = useCeilingText(job);
  if (text === null) return null;
  return (
    <Notice kind="warning">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-64">{text}</p>
        <ChangeCap job={job} words="Raise the cap" />
      </div>
    </Notice>
  );
}
