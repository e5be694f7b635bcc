/** The calls about tasks, in Qarnot's own paths and shapes. */
import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { jobId } from "../scalars.ts";
import { taskCreation, taskOutput } from "./task.ts";

const aTask = z.object({ jobId });

export const tasks = {
  submit: endpoint({
    method: "POST",
    path: "/tasks",
    who: ["account"],
    summary:
      "Submit a job. 402 without credits, 404 `No such bucket`, 400 with what is wrong in the settings.",
    body: taskCreation,
    reply: z.object({ uuid: jobId }),
  }),
  list: endpoint({
    method: "GET",
    path: "/tasks",
    who: ["account"],
    summary: "The caller's tasks.",
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
  abort: endpoint({
    method: "POST",
    path: "/tasks/:jobId/abort",
    who: ["account"],
    summary: "Stop: running frames end at once and are not charged. 403 when it has ended.",
    params: aTask,
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/tasks/:jobId",
    who: ["account"],
    summary: "Delete the job and its pictures; stops it first if needed. What was charged stays charged.",
    params: aTask,
  }),
};
