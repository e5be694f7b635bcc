/** A shared job, live: what it is, how far, its pictures large and small. */
"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { type ReactNode, useEffect, useMemo } from "react";
import { usePlayhead } from "#components/scene/use-playhead.ts";
import { farm } from "#components/shell/farm-client.ts";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { download } from "#components/ui/download.ts";
import { Fact } from "#components/ui/fact.tsx";
import { formatDuration } from "#components/ui/format.ts";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import { Meter } from "#components/ui/meter.tsx";
import { STATE_INK, STATE_NAMES, StateMark } from "#components/ui/state-mark.tsx";
import { sayError } from "#components/ui/toast.tsx";
import { FarmError } from "#lib/client/index.ts";
import type { SharedJob } from "#lib/contract/farm/shares.ts";
import { expandFrameRange } from "#lib/domain/frame-range.ts";
import { ENGINE_NAMES, ENGINES } from "#lib/domain/render-settings.ts";
import { readStates } from "#lib/domain/share-link.ts";
import { type GuestPass, sharedJobQuery } from "#lib/queries/shares.ts";
import { SharedGrid } from "./shared-grid.tsx";
import { SharedStage } from "./shared-stage.tsx";

function Head({ job, done, pass }: { job: SharedJob; done: number; pass: GuestPass }): ReactNode {
  const format = useFormat();
  const archive = useMutation({
    mutationFn: () => farm.shared.archive({ params: { token: pass.token }, body: { key: pass.key } }),
    onSuccess: ({ url }) => download(url),
    onError: sayError,
  });
  const total = job.states.length;
  return (
    <header className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold break-words">{job.title}</h1>
          <p className={`mt-1 flex items-center gap-1.5 text-sm font-semibold ${STATE_INK[job.state]}`}>
            <StateMark state={job.state} share={total === 0 ? 0 : done / total} />
            {STATE_NAMES[job.state]}
            <span className="figure font-normal text-ink-2" data-testid="shared-progress">
              {format.count(done)} of {format.count(total)} frame{total === 1 ? "" : "s"}
            </span>
          </p>
        </div>
        {job.allowsDownload && done > 0 && (
          <Button onClick={() => archive.mutate()} disabled={archive.isPending}>
            <Download /> Download .zip
          </Button>
        )}
      </div>
      <Meter share={total === 0 ? 0 : done / total} label="Progress" />
      {job.note !== "" && <p className="max-w-prose text-sm whitespace-pre-wrap text-ink-2">{job.note}</p>}
    </header>
  );
}

const engineName = (engine: string): string => {
  const known = ENGINES.find((one) => one === engine);
  return known === undefined ? engine : ENGINE_NAMES[known];
};

function Facts({ job }: { job: SharedJob }): ReactNode {
  const { facts } = job;
  if (facts === null) return null;
  return (
    <section aria-label="Facts" className="rounded-lg border border-line bg-surface p-4">
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Fact name="Picture">
          {job.width} × {job.height}
        </Fact>
        <Fact name="Engine">
          {engineName(facts.engine)}
          {facts.samples !== null && `, ${facts.samples} samples`}
        </Fact>
        <Fact name="Computation">{formatDuration(facts.coreSeconds)}</Fact>
        {facts.startedAt !== null && (
          <Fact name="Started">
            <Moment at={facts.startedAt} />
          </Fact>
        )}
      </dl>
    </section>
  );
}

export function SharedJobView(props: { pass: GuestPass; title: string; onRefused: () => void }): ReactNode {
  const { pass, onRefused } = props;
  const { data: job, error, refetch } = useQuery(sharedJobQuery(farm, pass));
  const isRefused = error instanceof FarmError && error.code === "forbidden";
  useEffect(() => {
    if (isRefused) onRefused();
  }, [isRefused, onRefused]);
  const [range, letters] = [job?.frames, job?.states];
  const frames = useMemo(() => (range === undefined ? [] : expandFrameRange(range)), [range]);
  const states = useMemo(() => readStates(letters ?? ""), [letters]);
  const {
    frame: place,
    isPlaying,
    go,
    play,
  } = usePlayhead({
    first: 0,
    last: Math.max(0, frames.length - 1),
    fps: job?.fps ?? 24,
  });
  if (job === undefined)
    return error === null || isRefused ? (
      <h1 className="text-xl font-semibold">{props.title}</h1>
    ) : (
      <LoadProblem error={error} what="the job" onRetry={() => void refetch()} />
    );
  const done = states.filter((state) => state === "completed").length;
  const shown = { pass, frames, states, place, aspect: job.width / Math.max(1, job.height) };
  return (
    <div className="flex flex-col gap-6">
      <Head job={job} done={done} pass={pass} />
      <SharedStage {...shown} isPlaying={isPlaying} onPlay={play} onGo={go} />
      <Facts job={job} />
      <SharedGrid {...shown} onGo={go} />
    </div>
  );
}
