/** What pages ask about projects and unfinished uploads. */
import { queryOptions } from "@tanstack/react-query";
import type { Farm } from "#lib/client/index.ts";
import type { ProjectId } from "#lib/domain/ids.ts";
import { keys } from "./keys.ts";

export const projectsQuery = (farm: Farm) =>
  queryOptions({ queryKey: keys.projects, queryFn: ({ signal }) => farm.projects.list({ signal }) });

export const projectQuery = (farm: Farm, projectId: ProjectId) =>
  queryOptions({
    queryKey: keys.project(projectId),
    queryFn: ({ signal }) => farm.projects.get({ params: { projectId }, signal }),
  });

export const uploadsQuery = (farm: Farm) =>
  queryOptions({ queryKey: keys.uploads, queryFn: ({ signal }) => farm.uploads.list({ signal }) });
