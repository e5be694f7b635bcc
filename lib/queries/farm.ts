/** How the farm is. */
import { queryOptions } from "@tanstack/react-query";
import type { Farm } from "#lib/client/index.ts";
import { keys } from "./keys.ts";

export const farmQuery = (farm: Farm) =>
  queryOptions({ queryKey: keys.farm, queryFn: ({ signal }) => farm.farm.status({ signal }) });

/** `nodes`: how many answer; when that changes the answer is another. */
export const buildsQuery = (farm: Farm, nodes: number) =>
  queryOptions({ queryKey: keys.builds(nodes), queryFn: ({ signal }) => farm.farm.builds({ signal }) });

export const nodesQuery = (farm: Farm) =>
  queryOptions({ queryKey: keys.nodes, queryFn: ({ signal }) => farm.nodes.list({ signal }) });

export const carbonQuery = (farm: Farm) =>
  queryOptions({ queryKey: keys.carbon, queryFn: ({ signal }) => farm.carbonSettings.get({ signal }) });

export const farmSettingsQuery = (farm: Farm) =>
  queryOptions({ queryKey: keys.farmSettings, queryFn: ({ signal }) => farm.farm.settings({ signal }) });
