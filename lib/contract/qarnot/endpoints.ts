/** The calls about tasks, in Qarnot's own paths and shapes. `:jobId` is a uuid or a shortname. */
import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { jobId } from "../scalars.ts";
import { pageOf, pageRequest, searchRequest } from "./paging.ts";
import { periodicSnapshot, snapshot, uniqueSnapshot } from "./snapshot.ts";
import { taskOutput, taskSummary } from "./task-output.ts";
import { taskCreation, taskUpdate, taskVariation } from "./task.ts";

const aTask = z.object({ jobId: z.string().min(1).max(255) });
const anInstance = aTask.extend({ instance: z.coerce.number().int() });
/** `guid` is what clients of 2015 read; the platform of today does not send it. */
const made = z.object({ uuid: jobId, guid: jobId.optional() });
const withTags = z.object({
  tag: z
    .union([z.string().max(512), z.array(z.string().max(512)).max(100)])
    .optional()
    .transform((given) => (given === undefined ? [] : [given].flat())),
});

const variation = <Path extends string>(path: Path, summary: string) =>
  endpoint({
    method: "POST",
    path,
    who: ["account"],
    summary,
    params: aTask,
    body: taskVariation,
    reply: made,
    checksItself: true,
  });

const log = <Path extends string>(path: Path, method: "GET" | "POST", summary: string) =>
  endpoint({
    method,
    path,
    who: ["account"],
    scope: "read",
    summary,
    params: aTask,
    reply: z.string(),
    media: "text/plain",
  });
const instanceLog = <Path extends string>(path: Path, method: "GET" | "POST", summary: string) =>
  endpoint({
    method,
    path,
    who: ["account"],
    scope: "read",
    summary,
    params: anInstance,
    reply: z.string(),
    media: "text/plain",
  });

export const tasks = {
  submit: endpoint({
    method: "POST",
    path: "/tasks",
    who: ["account"],
    summary:
      "Submit a task, or a list of them (207, and what each came to). 402 without credits, 404 `No such bucket`, 400 with what is wrong.",
    body: taskCreation,
    reply: made,
    // Its refusals are in Qarnot's words, and a list is refused one by one.
    checksItself: true,
  }),
  /** As clients of 2014 call it when they mind no quota. */
  submitForced: endpoint({
    method: "POST",
    path: "/tasks/force",
    who: ["account"],
    summary: "The same as POST /tasks, for clients of 2015.",
    body: taskCreation,
    reply: made,
    checksItself: true,
  }),
  list: endpoint({
    method: "GET",
    path: "/tasks",
    who: ["account"],
    summary: "The caller's tasks, newest first, at most 1,000; with any of the tags where `tag` is given.",
    query: withTags,
    reply: z.array(taskOutput),
  }),
  summaries: endpoint({
    method: "GET",
    path: "/tasks/summaries",
    who: ["account"],
    summary: "The same without status, constants and buckets.",
    query: withTags,
    reply: z.array(taskSummary),
  }),
  page: endpoint({
    method: "POST",
    path: "/tasks/paginate",
    who: ["account"],
    scope: "read",
    summary: "A page of tasks, filtered and sorted.",
    body: pageRequest,
    reply: pageOf(taskOutput),
  }),
  pageSummaries: endpoint({
    method: "POST",
    path: "/tasks/summaries/paginate",
    who: ["account"],
    scope: "read",
    summary: "A page of summaries, filtered and sorted.",
    body: pageRequest,
    reply: pageOf(taskSummary),
  }),
  search: endpoint({
    method: "POST",
    path: "/tasks/search",
    who: ["account"],
    scope: "read",
    summary: "Tasks that a filter takes, at most 1,000. `select` is accepted; every field is sent.",
    body: searchRequest,
    reply: z.array(taskOutput),
  }),
  get: endpoint({
    method: "GET",
    path: "/tasks/:jobId",
    who: ["account"],
    summary: "One task.",
    params: aTask,
    reply: taskOutput,
  }),
  update: endpoint({
    method: "PUT",
    path: "/tasks/:jobId",
    who: ["account"],
    summary: "Change tags, and constants as they are told; what is rendered was fixed at the start.",
    params: aTask,
    body: taskUpdate,
  }),
  refresh: endpoint({
    method: "PATCH",
    path: "/tasks/:jobId",
    who: ["account"],
    summary:
      "Accepted for a running task; its resources stay what they were at the start. 400 when it is not running.",
    params: aTask,
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/tasks/:jobId",
    who: ["account"],
    summary: "Delete the task; stops it first if needed. What was charged stays charged.",
    params: aTask,
  }),
  abort: endpoint({
    method: "POST",
    path: "/tasks/:jobId/abort",
    who: ["account"],
    summary: "Stop: running frames end at once and are not charged. 403 when it has ended.",
    params: aTask,
  }),
  clone: variation("/tasks/:jobId/clone", "A new task like this one, with the changes sent."),
  retry: variation("/tasks/:jobId/retry", "A new task of the instances that failed."),
  resume: variation("/tasks/:jobId/resume", "A new task of the instances that were cancelled."),
  recover: variation("/tasks/:jobId/recover", "A new task of the instances that failed or were cancelled."),
  stdout: log("/tasks/:jobId/stdout", "GET", "What Blender printed, each line after its instance's number."),
  freshStdout: log("/tasks/:jobId/stdout", "POST", "What came since the last time this was asked."),
  stderr: log("/tasks/:jobId/stderr", "GET", "Why attempts failed, each line after its instance's number."),
  freshStderr: log("/tasks/:jobId/stderr", "POST", "What came since the last time this was asked."),
  instanceStdout: instanceLog(
    "/tasks/:jobId/stdout/:instance",
    "GET",
    "What Blender printed for one instance.",
  ),
  freshInstanceStdout: instanceLog(
    "/tasks/:jobId/stdout/:instance",
    "POST",
    "What came for one instance since the last time this was asked.",
  ),
  instanceStderr: instanceLog("/tasks/:jobId/stderr/:instance", "GET", "Why one instance's attempts failed."),
  freshInstanceStderr: instanceLog(
    "/tasks/:jobId/stderr/:instance",
    "POST",
    "What came for one instance since the last time this was asked.",
  ),
  snapshot: endpoint({
    method: "POST",
    path: "/tasks/:jobId/snapshot",
    who: ["account"],
    summary: "Put what is finished into a bucket now.",
    params: aTask,
    body: uniqueSnapshot,
    reply: snapshot,
  }),
  periodicSnapshot: endpoint({
    method: "POST",
    path: "/tasks/:jobId/snapshot/periodic",
    who: ["account"],
    summary: "Put what is finished into a bucket every so many seconds; 0 ends it.",
    params: aTask,
    body: periodicSnapshot,
  }),
  snapshotStatus: endpoint({
    method: "GET",
    path: "/tasks/:jobId/snapshot/:snapshot",
    who: ["account"],
    summary: "How far a snapshot is.",
    params: aTask.extend({ snapshot: z.string().max(200) }),
    reply: snapshot,
  }),
};
