/** Gives the page its socket and the store of running frames' progress. */
"use client";
import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react";
import { sayOfPrice } from "#components/price/say-of-price.ts";
import { farm } from "#components/shell/farm-client.ts";
import { goToSignIn } from "#components/shell/session-ended.ts";
import type { Topic } from "#lib/contract/events.ts";
import type { FrameProgress } from "#lib/contract/farm/jobs.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { createFrameMaps } from "#lib/queries/frame-maps.ts";
import { createPictureStore, type PictureStore } from "#lib/queries/pictures.ts";
import { createProgressStore, type ProgressStore } from "#lib/queries/progress-store.ts";
import { type Connection, createRealtime, type LiveStores, type Realtime } from "./realtime.ts";

interface Live extends LiveStores {
  realtime: Realtime;
  pictures: PictureStore;
}
const LiveContext = createContext<Live | null>(null);

function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error("Live things must be inside RealtimeProvider.");
  return live;
}

export function RealtimeProvider({ children }: { children: ReactNode }): ReactNode {
  const client = useQueryClient();
  const [live] = useState<Live>(() => {
    const progress = createProgressStore();
    const maps = createFrameMaps(farm, (jobId, running) => progress.replace(jobId, running));
    const pictures = createPictureStore(farm);
    const realtime = createRealtime(client, { progress, maps }, goToSignIn, sayOfPrice);
    return { progress, maps, pictures, realtime };
  });
  useEffect(() => {
    live.realtime.open();
    return () => live.realtime.close();
  }, [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** Keeps a topic live while the component is shown. Null: nothing to watch. */
export function useWatch(topic: Topic | null): void {
  const { realtime } = useLive();
  useEffect(() => (topic === null ? undefined : realtime.watch(topic)), [realtime, topic]);
}

const starting: Connection = { state: "starting" };
export function useConnection(): Connection {
  const { realtime } = useLive();
  return useSyncExternalStore(realtime.onConnection, realtime.connection, () => starting);
}

export const useProgressStore = (): ProgressStore => useLive().progress;
export const useFrameMaps = (): LiveStores["maps"] => useLive().maps;
export const usePictureStore = (): PictureStore => useLive().pictures;

/** While shown, this frame's progress comes exactly. */
export function useLook(jobId: JobId, frame: number): void {
  const { realtime } = useLive();
  useEffect(() => {
    realtime.look(jobId, frame);
    return () => realtime.look(jobId, null);
  }, [realtime, jobId, frame]);
}

/** How far one running frame is; undefined while it does not run. Only that frame's tile is drawn again. */
export function useFrameProgress(jobId: JobId, frame: number): FrameProgress | undefined {
  const store = useProgressStore();
  const subscribe = useCallback(
    (changed: () => void) => store.subscribe(jobId, frame, changed),
    [store, jobId, frame],
  );
  const read = () => store.get(jobId, frame);
  return useSyncExternalStore(subscribe, read, read);
}

/** Frames of a job that a Blender has begun; null until something was told of it. */
export function useBegunFrames(jobId: JobId): number | null {
  const store = useProgressStore();
  const subscribe = useCallback(
    (changed: () => void) => store.subscribe(jobId, null, changed),
    [store, jobId],
  );
  const read = () => store.begun(jobId);
  return useSyncExternalStore(subscribe, read, read);
}

/**
 * Takes what the platform answered about running frames into the store: before the first drawing, so that a reserved
 * frame is never drawn as a rendering one or the other way round, and again with every newer answer.
 */
export function useKnownProgress(jobId: JobId, running: readonly FrameProgress[] | undefined): void {
  const store = useProgressStore();
  useState(() => running !== undefined && store.fill(jobId, running));
  useEffect(() => {
    if (running !== undefined) store.replace(jobId, running);
  }, [store, jobId, running]);
}

/** Sum of the running frames' own shares of a job. */
export function usePartialProgress(jobId: JobId): number {
  const store = useProgressStore();
  const subscribe = useCallback(
    (changed: () => void) => store.subscribe(jobId, null, changed),
    [store, jobId],
  );
  const read = () => store.partial(jobId);
  return useSyncExternalStore(subscribe, read, read);
}
