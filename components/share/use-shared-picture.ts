/** The small picture of a frame of a shared job; asked for by the hundred, and again when there are more of them. */
"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { farm } from "#components/shell/farm-client.ts";
import type { FrameState } from "#lib/domain/frame.ts";
import { PICTURES_A_PAGE } from "#lib/domain/share-link.ts";
import { type GuestPass, sharedPicturesQuery } from "#lib/queries/shares.ts";

export function useSharedPicture(
  job: { pass: GuestPass; frames: readonly number[]; states: readonly FrameState[] },
  place: number,
): string | null {
  const page = Math.floor(place / PICTURES_A_PAGE);
  const done = job.states
    .slice(page * PICTURES_A_PAGE, (page + 1) * PICTURES_A_PAGE)
    .filter((state) => state === "completed").length;
  const { data } = useQuery({
    ...sharedPicturesQuery(farm, job.pass, page, done),
    // The pictures of before stay until those with the new one are there.
    placeholderData: keepPreviousData,
  });
  const frame = job.frames[place];
  return data?.find((one) => one.frame === frame)?.thumbnailUrl ?? null;
}
