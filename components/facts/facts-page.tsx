/** The facts sheet of 2014, kept: everything that a job took, on one page that prints. */
"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Printer } from "lucide-react";
import type { ReactNode } from "react";
import { useFrameMap } from "#components/frame/use-frame-map.ts";
import { rendererInWords } from "#components/job/job-words.ts";
import { useJobMark } from "#components/job/job-meters.tsx";
import { useWatch } from "#components/realtime/realtime-provider.tsx";
import { stateNameOf } from "#components/script/run-words.ts";
import { farm } from "#components/shell/farm-client.ts";
import { ExactTime, useFormat } from "#components/shell/reader.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { formatDuration } from "#components/ui/format.ts";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import type { JobFacts } from "#lib/contract/farm/facts.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { factsQuery, jobQuery } from "#lib/queries/jobs.ts";
import { ContactSheet } from "./contact-sheet.tsx";
import { FactsList } from "./facts-list.tsx";
import { TimeGraph } from "./time-graph.tsx";

export function FactsPage({ jobId }: { jobId: JobId }): ReactNode {
  useWatch(`job:${jobId}`);
  const job = useQuery(jobQuery(farm, jobId));
  if (job.data === undefined)
    return job.error === null ? null : (
      <LoadProblem error={job.error} what="the job" onRetry={() => void job.refetch()} />
    );
  return <Sheet job={job.data} />;
}

function Sheet({ job }: { job: Job }): ReactNode {
  const facts = useQuery(factsQuery(farm, job));
  const { map } = useFrameMap(job.id, null, job.script === null);
  return (
    <article className="mx-auto flex max-w-4xl flex-col gap-6 print:max-w-none print:gap-4">
      <Head job={job} facts={facts.data} />
      {facts.data === undefined ? (
        facts.error !== null && (
          <LoadProblem error={facts.error} what="the figures" onRetry={() => void facts.refetch()} />
        )
      ) : (
        <FactsList job={job} facts={facts.data} />
      )}
      {map !== undefined && (
        <>
          <TimeGraph jobId={job.id} map={map} />
          <ContactSheet job={job} map={map} />
        </>
      )}
    </article>
  );
}

function Head({ job, facts }: { job: Job; facts: JobFacts | undefined }): ReactNode {
  const format = useFormat();
  const mark = useJobMark(job);
  const { settings, effective } = job;
  const each = facts?.secondsPerFrame ?? null;
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <ButtonLink
        href={`/jobs/${job.id}`}
        variant="quiet"
        size="sm"
        isSquare
        aria-label="Back to the job"
        title="Back to the job"
        className="print:hidden"
      >
        <ArrowLeft />
      </ButtonLink>
      <div className="min-w-0 flex-1 basis-64">
        <h1 className="text-xl font-semibold break-words">{job.name}</h1>
        <p className="mt-0.5 text-sm break-words text-ink-2">
          {job.script === null ? settings.blendFile : job.script.command} · <ExactTime at={job.createdAt} /> ·{" "}
          {stateNameOf(job, mark)}
        </p>
        <p className="mt-0.5 text-sm text-ink-2">
          {job.script === null &&
            `${rendererInWords(job, format.count)} · ${effective.width} × ${effective.height} · `}
          {job.script === null ? "frames" : "runs"} {settings.frames} · {format.count(job.counts.completed)}{" "}
          of {format.count(job.totalFrames)} done
          {each !== null && ` · on average ${formatDuration(each, true)} each`}
        </p>
      </div>
      <Button onClick={() => window.print()} className="print:hidden">
        <Printer />
        Print
      </Button>
    </header>
  );
}
