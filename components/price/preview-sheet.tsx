/** A preview's frames as a contact sheet, live: the broken ones are marked, and any can be seen large. */
"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Flame } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { FrameGrid, type GridHandle } from "#components/frame/frame-grid.tsx";
import { FrameZoom } from "#components/frame/frame-zoom.tsx";
import { createGridView } from "#components/frame/grid-view.ts";
import { choose, nothingChosen } from "#components/frame/selection.ts";
import { useFrameMap } from "#components/frame/use-frame-map.ts";
import { useWatch } from "#components/realtime/realtime-provider.tsx";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { creditsInWords } from "#lib/domain/cap.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { isEnded } from "#lib/domain/job.ts";
import type { FrameMap } from "#lib/queries/frame-map.ts";
import { frameQuery, jobQuery } from "#lib/queries/jobs.ts";
import { stopJob } from "#lib/queries/mutations.ts";

function Sheet({ job, map }: { job: Job; map: FrameMap }): ReactNode {
  const [selection, select] = useState(nothingChosen);
  const [isZoomed, setZoomed] = useState(false);
  const [view] = useState(createGridView);
  const grid = useRef<GridHandle>(null);
  const shown = selection.active === null ? undefined : map.at(selection.active);
  const detail = useQuery({
    ...frameQuery(farm, job.id, shown?.frame ?? 0),
    enabled: isZoomed && shown !== undefined,
  });
  const step = (by: number) => {
    const to = Math.max(0, Math.min(map.length - 1, (selection.active ?? 0) + by));
    select(choose(selection, to, { shift: false, toggle: false }));
  };
  return (
    <>
      <FrameGrid
        jobId={job.id}
        map={map}
        aspect={job.effective.width / Math.max(1, job.effective.height)}
        ref={grid}
        view={view}
        selection={selection}
        onSelect={select}
        onOpen={() => setZoomed(true)}
      />
      {shown !== undefined && (
        <FrameZoom
          frame={shown.frame}
          src={detail.data?.previewUrl ?? null}
          isOpen={isZoomed}
          onOpenChange={setZoomed}
          onStep={step}
        />
      )}
    </>
  );
}

/** Inside the form: “Render in full” sends it. */
export function PreviewSheet({ jobId, onForget }: { jobId: JobId; onForget: () => void }): ReactNode {
  useWatch(`job:${jobId}`);
  const client = useQueryClient();
  const format = useFormat();
  const { data: job } = useQuery(jobQuery(farm, jobId));
  const { map } = useFrameMap(jobId);
  const stop = useMutation(stopJob(farm, client));
  if (job === undefined || map === undefined) return null;
  const { completed, failed } = job.counts;
  const isOver = isEnded(job.state);
  return (
    <div className="flex flex-col gap-3">
      <output className="text-sm">
        {format.count(completed)} of {format.count(job.totalFrames)} frames are there
        {failed > 0 && (
          <strong className="text-failed">, {format.count(failed)} could not be rendered</strong>
        )}
        . {creditsInWords(job.charged, format.locale)} so far.
      </output>
      <Sheet job={job} map={map} />
      <div className="flex flex-wrap gap-2">
        <Button size="sm" type="submit">
          <Flame /> Render in full
        </Button>
        <ButtonLink size="sm" variant="quiet" href={`/jobs/${jobId}`}>
          Logs and details
        </ButtonLink>
        {isOver ? (
          <Button size="sm" variant="quiet" onClick={onForget}>
            Close the preview
          </Button>
        ) : (
          <Button size="sm" variant="quiet" disabled={stop.isPending} onClick={() => stop.mutate(jobId)}>
            Stop the preview
          </Button>
        )}
      </div>
    </div>
  );
}
