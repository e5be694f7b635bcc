/**
 * Qarnot's job: a group of tasks. Inside it is a job group, because there a job is what Qarnot calls a task.
 * Source: OpenAPI JobCreationInput, JobOutput; Python's job.py, Node's Job.js.
 */
import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { pageOf, pageRequest, searchRequest } from "./paging.ts";
import { taskOutput } from "./task-output.ts";
import { ifAny, shortname, tagQuery, tags, timeSpan } from "./shared.ts";

export const jobCreation = z.object({
  name: z.string().min(1).max(2047),
  shortname,
  /** Its tasks run there. */
  poolUuid: z.uuid().nullish(),
  tags,
  useDependencies: z.boolean().nullish(),
  /** The group is terminated when it is older. */
  maxWallTime: timeSpan,
  autoDeleteOnCompletion: z.boolean().nullish(),
  completionTimeToLive: timeSpan,
});
export type JobCreation = z.infer<typeof jobCreation>;

export const GROUP_STATES = ["Active", "Terminating", "Completed", "Deleting"] as const;

/** Every field always: clients read them without asking whether they are there. */
export const jobOutput = z.object({
  uuid: z.string(),
  name: z.string(),
  shortname: z.string(),
  poolUuid: z.string().nullable(),
  state: z.enum(GROUP_STATES),
  previousState: z.string().nullable(),
  stateTransitionTime: z.string(),
  previousStateTransitionTime: z.string(),
  creationDate: z.string(),
  lastModified: z.string(),
  useDependencies: z.boolean(),
  maxWallTime: z.string(),
  tags: z.array(z.string()),
  autoDeleteOnCompletion: z.boolean(),
  completionTimeToLive: z.string(),
});
export type JobOutput = z.infer<typeof jobOutput>;

const aGroup = z.object({ group: z.string().min(1).max(255) });

export const groups = {
  create: endpoint({
    method: "POST",
    path: "/jobs",
    who: ["account"],
    summary: "Make a group of tasks. 400 when its pool is not open or its shortname is taken.",
    body: jobCreation,
    reply: z.object({ uuid: z.string() }),
  }),
  list: endpoint({
    method: "GET",
    path: "/jobs",
    who: ["account"],
    summary: "The caller's groups, newest first; with any of the tags where `tag` is given.",
    query: tagQuery,
    reply: z.array(jobOutput),
  }),
  page: endpoint({
    method: "POST",
    path: "/jobs/paginate",
    who: ["account"],
    scope: "read",
    summary: "A page of groups, filtered and sorted.",
    body: pageRequest,
    reply: pageOf(jobOutput),
  }),
  search: endpoint({
    method: "POST",
    path: "/jobs/search",
    who: ["account"],
    scope: "read",
    summary: "Groups that a filter takes, at most 1,000. `select` is accepted; every field is sent.",
    body: searchRequest,
    reply: z.array(jobOutput),
  }),
  get: endpoint({
    method: "GET",
    path: "/jobs/:group",
    who: ["account"],
    summary: "One group, by uuid or shortname.",
    params: aGroup,
    reply: jobOutput,
  }),
  tasks: endpoint({
    method: "GET",
    path: "/jobs/:group/tasks",
    who: ["account"],
    summary: "Its tasks, newest first, at most 1,000.",
    params: aGroup,
    reply: z.array(taskOutput),
  }),
  terminate: endpoint({
    method: "POST",
    path: "/jobs/:group/terminate",
    who: ["account"],
    summary: "Take no more tasks and stop those that run.",
    params: aGroup,
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/jobs/:group",
    who: ["account"],
    summary:
      "Delete the group. 403 while tasks of it run, unless `force`: then they are stopped. Its tasks stay, with what they made.",
    params: aGroup,
    query: z.object({ force: ifAny }),
  }),
};
