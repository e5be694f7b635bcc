/** The first frames of a job under their numbers, live, in its row of the list: as many as fit in one line. */
"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { frameInWords, useFrameMark } from "#components/frame/frame-mark.ts";
import { FramePicture } from "#components/frame/frame-picture.tsx";
import { useFrame, useFrameMap } from "#components/frame/use-frame-map.ts";
import { useWatch } from "#components/realtime/realtime-provider.tsx";
import { useFormat } from "#components/shell/reader.tsx";
import { useWidth } from "#components/ui/use-width.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { isEnded } from "#lib/domain/job.ts";
import type { FrameMap, KnownFrame } from "#lib/queries/frame-map.ts";
import { STRIP_FRAMES } from "#lib/queries/jobs.ts";

/** Units: CSS pixels. */
const PICTURE_HEIGHT = 44;
const GAP = 4;
const MORE_WIDTH = 56;

const PLACE = "flex items-center justify-center overflow-hidden rounded-sm bg-tile";

function Thumb({ job, frame }: { job: Job; frame: KnownFrame }): ReactNode {
  const words = frameInWords(frame, useFrameMark(job.id, frame));
  return (
    <Link
      href={`/jobs/${job.id}?frame=${frame.frame}`}
      prefetch={false}
      title={words}
      aria-label={words}
      className="group block rounded-sm"
    >
      <span className="block h-5 text-center text-xs leading-5 text-ink-3 group-hover:text-ink">
        {frame.frame}
      </span>
      <span className={PLACE} style={{ height: PICTURE_HEIGHT }}>
        <FramePicture jobId={job.id} frame={frame} />
      </span>
    </Link>
  );
}

/** The place of a frame that is not fetched yet: as large as it will be. */
const Empty = (): ReactNode => <div className={`mt-5 ${PLACE}`} style={{ height: PICTURE_HEIGHT }} />;

function Place({ job, map, at }: { job: Job; map: FrameMap; at: number }): ReactNode {
  const frame = useFrame(map, at);
  return frame === undefined ? <Empty /> : <Thumb job={job} frame={frame} />;
}

export function JobStrip({ job, isInView }: { job: Job; isInView: boolean }): ReactNode {
  const format = useFormat();
  const [ref, width] = useWidth<HTMLOListElement>();
  const { map } = useFrameMap(job.id, STRIP_FRAMES, isInView);
  useWatch(isInView && !isEnded(job.state) ? `job:${job.id}` : null);
  const aspect = Math.min(2.4, Math.max(0.75, job.effective.width / Math.max(1, job.effective.height)));
  const tileWidth = Math.round(PICTURE_HEIGHT * aspect);
  const known = Math.min(STRIP_FRAMES, job.totalFrames);
  const fits = (room: number) => Math.max(1, Math.floor((room + GAP) / (tileWidth + GAP)));
  const all = width === null ? 0 : fits(width);
  const shown =
    width === null
      ? 0
      : job.totalFrames <= all && job.totalFrames <= known
        ? known
        : Math.min(known, fits(width - MORE_WIDTH));
  const more = job.totalFrames - shown;
  return (
    <ol
      ref={ref}
      aria-label="Frames"
      className="flex overflow-hidden"
      style={{ height: PICTURE_HEIGHT + 20, columnGap: GAP }}
    >
      {Array.from({ length: shown }, (_, at) => (
        // A place in the line is what it is: frames never change theirs.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={at} style={{ width: tileWidth }} className="shrink-0">
          {map === undefined ? <Empty /> : <Place job={job} map={map} at={at} />}
        </li>
      ))}
      {width !== null && more > 0 && (
        <li className="self-end text-xs text-ink-3">
          <Link
            href={`/jobs/${job.id}`}
            prefetch={false}
            className="figure flex items-center rounded-sm px-2 hover:text-ink"
            style={{ height: PICTURE_HEIGHT }}
          >
            +{format.count(more)}
          </Link>
        </li>
      )}
    </ol>
  );
}
