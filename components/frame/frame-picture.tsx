/**
 * What a frame looks like right now, always in the same place and size: a mark while it waits or is a node's next, a
 * ring that fills while it renders, an arrow while it is stored, then the picture itself.
 */
"use client";
import { type ReactNode, useEffect, useState } from "react";
import { useFrameProgress } from "#components/realtime/realtime-provider.tsx";
import { cn } from "#components/ui/cn.ts";
import { STATE_NAMES, StateMark } from "#components/ui/state-mark.tsx";
import type { PictureSize } from "#lib/contract/farm/jobs.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { KnownFrame } from "#lib/queries/frame-map.ts";
import { shareOf } from "#lib/queries/progress-store.ts";
import { usePicture } from "./use-frame-map.ts";

const RING = 2 * Math.PI * 15;

function ProgressRing({ share, isLarge }: { share: number; isLarge: boolean }): ReactNode {
  return (
    <svg
      viewBox="0 0 40 40"
      className={cn("text-active", isLarge ? "size-20" : "size-9 max-h-[80%]")}
      aria-hidden
    >
      <circle cx="20" cy="20" r="15" fill="none" stroke="currentColor" strokeWidth="3.500" opacity="0.22" />
      <circle
        cx="20"
        cy="20"
        r="15"
        fill="none"
        stroke="currentColor"
        strokeWidth="3.500"
        strokeLinecap="round"
        strokeDasharray={`${share * RING} ${RING}`}
        transform="rotate(-90 20 20)"
        className="transition-[stroke-dasharray] duration-150"
      />
      {isLarge && (
        <text x="20" y="23.500" textAnchor="middle" fontSize="9" fontWeight="600" fill="var(--ink)">
          {Math.floor(share * 100)}
        </text>
      )}
    </svg>
  );
}

function Rendering({ jobId, frame, isLarge }: { jobId: JobId; frame: number; isLarge: boolean }): ReactNode {
  const progress = useFrameProgress(jobId, frame);
  if (progress === undefined)
    return <StateMark state="next" label="Next" className={isLarge ? "size-8" : "size-4"} />;
  if (progress.phase === "uploading")
    return <StateMark state="uploading" label="Uploading" className={isLarge ? "size-10" : "size-5"} />;
  const share = shareOf(progress);
  return (
    <>
      <ProgressRing share={share} isLarge={isLarge} />
      <span className="sr-only">Rendering, {Math.floor(share * 100)} percent</span>
    </>
  );
}

/** The newest address whose picture has been fetched: the one before stays until then, so that nothing flashes. */
function useLoaded(src: string): string {
  const [loaded, setLoaded] = useState<string | null>(null);
  useEffect(() => {
    if (src === loaded) return undefined;
    const picture = new Image();
    picture.src = src;
    const show = () => setLoaded(src);
    // One that can't be decoded ahead is left to the element itself.
    picture.decode().then(show, show);
    return () => picture.removeAttribute("src");
  }, [src, loaded]);
  return loaded ?? src;
}

const LargePicture = ({ src, frame }: { src: string; frame: number }): ReactNode => (
  <Picture src={useLoaded(src)} frame={frame} isLarge />
);

const Picture = (props: { src: string; frame: number; isLarge: boolean }): ReactNode => (
  // Signed, right-sized and straight from storage: nothing for an image service to do.
  // oxlint-disable-next-line nextjs/no-img-element
  <img
    src={props.src}
    alt={`Frame ${props.frame}`}
    decoding={props.isLarge ? "auto" : "async"}
    draggable={false}
    className="size-full object-contain"
  />
);

/** Fills its parent. `src` overrides the thumbnail, for the large view; `size`: which of its pictures the place needs. */
export function FramePicture(props: {
  jobId: JobId;
  frame: KnownFrame;
  src?: string | null;
  size?: PictureSize;
  isLarge?: boolean;
}): ReactNode {
  const { jobId, frame, isLarge = false } = props;
  const own = usePicture(jobId, frame, props.size);
  const src = props.src ?? own;
  if (frame.state === "completed" && src !== null) {
    return isLarge ? (
      <LargePicture src={src} frame={frame.frame} />
    ) : (
      <Picture src={src} frame={frame.frame} isLarge={false} />
    );
  }
  if (frame.state === "active") return <Rendering jobId={jobId} frame={frame.frame} isLarge={isLarge} />;
  // Its picture is about to be here.
  if (frame.hasPicture) return null;
  return (
    <StateMark
      state={frame.state}
      label={STATE_NAMES[frame.state]}
      className={isLarge ? "size-8" : "size-4"}
    />
  );
}
