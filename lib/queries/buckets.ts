/** What pages ask about buckets. */
import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type { Farm } from "#lib/client/index.ts";
import { keys } from "./keys.ts";

export const bucketsQuery = (farm: Farm) =>
  queryOptions({ queryKey: keys.buckets, queryFn: ({ signal }) => farm.buckets.list({ signal }) });

export const blendsQuery = (farm: Farm, name: string) =>
  queryOptions({
    queryKey: keys.blends(name),
    queryFn: ({ signal }) => farm.buckets.blends({ params: { name }, signal }),
  });

export const chooseBlend = (farm: Farm) =>
  mutationOptions({
    mutationFn: (chosen: { bucket: string; blendFile: string }) => farm.projects.choose({ body: chosen }),
  });
