/** Frames of a job as components read them: the map of all, one frame, or something told of all; drawn again only for what changed. */
"use client";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { useFrameMaps, useKnownProgress, usePictureStore } from "#components/realtime/realtime-provider.tsx";
import { farm } from "#components/shell/farm-client.ts";
import type { PictureSize } from "#lib/contract/farm/jobs.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { FrameMap, KnownFrame } from "#lib/queries/frame-map.ts";
import type { MapLimit } from "#lib/queries/frame-maps.ts";
import { frameMapQuery } from "#lib/queries/jobs.ts";

export interface AskedFrames {
  /** Undefined until the first answer. */
  map: FrameMap | undefined;
  error: Error | null;
  refetch: () => void;
}

/** `limit`: only the first so many. */
export function useFrameMap(jobId: JobId, limit: MapLimit = null, enabled = true): AskedFrames {
  const maps = useFrameMaps();
  const { data, error, refetch } = useQuery({ ...frameMapQuery(farm, jobId, limit), enabled });
  useKnownProgress(jobId, data?.progress);
  const map = useMemo(
    () => (data === undefined ? undefined : maps.open(jobId, limit, data)),
    [maps, jobId, limit, data],
  );
  return { map, error, refetch: () => void refetch() };
}

/** The frame at a place. */
export function useFrame(map: FrameMap, place: number): KnownFrame | undefined {
  const subscribe = useCallback((changed: () => void) => map.subscribe(place, changed), [map, place]);
  const read = () => map.at(place);
  return useSyncExternalStore(subscribe, read, read);
}

/** What `told` answers of the whole map: a number, a text or another value that is equal to itself. */
export function useOfMap<T extends number | string | boolean | null>(
  map: FrameMap | undefined,
  told: (map: FrameMap) => T,
  none: T,
): T {
  const subscribe = useCallback(
    (changed: () => void) => map?.subscribe(null, changed) ?? (() => undefined),
    [map],
  );
  const read = () => (map === undefined ? none : told(map));
  return useSyncExternalStore(subscribe, read, read);
}

/** Address of a frame's picture while it is shown; null: there is none, or not yet. */
export function usePicture(jobId: JobId, frame: KnownFrame, size: PictureSize = "small"): string | null {
  const pictures = usePictureStore();
  const { frame: number, state, hasPicture, pictureRevision } = frame;
  const revision = size === "small" ? pictureRevision : frame.revision;
  const isWanted =
    hasPicture || (state === "active" && size === "small") || (size === "large" && state === "completed");
  const subscribe = useCallback(
    (changed: () => void) =>
      isWanted ? pictures.want({ jobId, frame: number, revision, size }, changed) : () => undefined,
    [pictures, jobId, number, revision, size, isWanted],
  );
  const read = () => (isWanted ? (pictures.get(jobId, number, revision, size) ?? null) : null);
  return useSyncExternalStore(subscribe, read, read);
}
