/** What pages ask about projects and unfinished uploads. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
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

/** As it was in a version. */
export const versionQuery = (farm: Farm, projectId: ProjectId, number: number) =>
  queryOptions({
    queryKey: keys.projectVersion(projectId, number),
    queryFn: ({ signal }) => farm.projects.version({ params: { projectId, number }, signal }),
  });

/** What the platform read in a version's .blend. Never changes. */
export const factsQuery = (farm: Farm, projectId: ProjectId, number: number) =>
  queryOptions({
    queryKey: keys.projectFacts(projectId, number),
    queryFn: async ({ signal }) =>
      (await farm.projects.facts({ params: { projectId, number }, query: {}, signal })).facts,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const versionsQuery = (farm: Farm, projectId: ProjectId) =>
  queryOptions({
    queryKey: keys.projectVersions(projectId),
    queryFn: ({ signal }) => farm.projects.versions({ params: { projectId }, signal }),
  });

/** What all versions take together. */
export const storageQuery = (farm: Farm, projectId: ProjectId) =>
  queryOptions({
    queryKey: keys.projectStorage(projectId),
    queryFn: ({ signal }) => farm.projects.storage({ params: { projectId }, signal }),
  });

/** Page after page: a project may have ten thousand files. */
export const filesQuery = (farm: Farm, projectId: ProjectId, number: number) =>
  infiniteQueryOptions({
    queryKey: keys.projectFiles(projectId, number),
    queryFn: ({ pageParam: offset, signal }) =>
      farm.projects.files({ params: { projectId, number }, query: { offset }, signal }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
  });

export const projectJobsQuery = (farm: Farm, projectId: ProjectId) =>
  queryOptions({
    queryKey: keys.projectJobs(projectId),
    queryFn: ({ signal }) => farm.projects.jobs({ params: { projectId }, signal }),
  });

export const uploadsQuery = (farm: Farm) =>
  queryOptions({ queryKey: keys.uploads, queryFn: ({ signal }) => farm.uploads.list({ signal }) });
