/** Decoded pictures of the frames around the playhead, fetched before they are needed and let go when they are behind. */
import type { PictureSize } from "#lib/contract/farm/jobs.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { FrameMap, KnownFrame } from "#lib/queries/frame-map.ts";
import type { PictureStore } from "#lib/queries/pictures.ts";

export interface FilmBuffer {
  /** These are needed, the nearest first; others are let go. */
  aim(places: readonly number[]): void;
  /** Null while it is on its way, or where there is none. */
  get(place: number): HTMLImageElement | null;
  close(): void;
}

interface Entry {
  place: number;
  revision: number;
  image: HTMLImageElement | null;
  stop: () => void;
}

/** Behind the playhead so many stay, for who turns round. */
const KEPT = { small: 240, large: 12 } as const;

const revisionOf = (frame: KnownFrame, size: PictureSize): number =>
  size === "small" ? frame.pictureRevision : frame.revision;

export function createFilmBuffer(given: {
  jobId: JobId;
  map: FrameMap;
  size: PictureSize;
  pictures: PictureStore;
  onReady: (place: number) => void;
}): FilmBuffer {
  const { jobId, map, size, pictures, onReady } = given;
  /** In the order in which they were wanted last. */
  const entries = new Map<number, Entry>();

  function fetchInto(entry: Entry, frame: KnownFrame): void {
    const wish = { jobId, frame: frame.frame, revision: entry.revision, size };
    let loading: HTMLImageElement | null = null;
    const load = () => {
      const url = pictures.get(jobId, frame.frame, entry.revision, size);
      if (url === undefined || url === null || loading !== null) return;
      const image = new Image();
      loading = image;
      image.src = url;
      image.decode().then(
        () => {
          if (entries.get(entry.place) !== entry) return;
          entry.image = image;
          onReady(entry.place);
        },
        // One that can't be decoded, or was let go: it stays a gap.
        () => undefined,
      );
    };
    const stopWish = pictures.want(wish, load);
    entry.stop = () => {
      stopWish();
      // What nobody waits for any more should not hold up the others.
      if (entry.image === null) loading?.removeAttribute("src");
    };
    load();
  }

  return {
    aim(places) {
      const wanted = new Set(places);
      for (const place of places.toReversed()) {
        const frame = map.at(place);
        if (frame === undefined || frame.state !== "completed") continue;
        const revision = revisionOf(frame, size);
        const known = entries.get(place);
        if (known?.revision === revision) {
          entries.delete(place);
          entries.set(place, known);
          continue;
        }
        known?.stop();
        const entry: Entry = { place, revision, image: null, stop: () => undefined };
        entries.set(place, entry);
        fetchInto(entry, frame);
      }
      for (const [place, entry] of entries) {
        const isOnItsWay = entry.image === null;
        if (wanted.has(place) || (!isOnItsWay && entries.size <= KEPT[size])) continue;
        entry.stop();
        entries.delete(place);
      }
    },
    get: (place) => entries.get(place)?.image ?? null,
    close() {
      for (const entry of entries.values()) entry.stop();
      entries.clear();
    },
  };
}
