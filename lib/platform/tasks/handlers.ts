/** Every call about tasks and the verb behind it. The type makes the compiler name what is missing. */
import type { Api } from "#lib/contract/index.ts";
import type { Verb } from "../http/verb.ts";
import { getTask } from "./get.ts";
import { listSummaries, listTasks, pageSummaries, pageTasks, searchTasks } from "./list.ts";
import { freshInstanceLog, freshLog, instanceLog, wholeLog } from "./logs.ts";
import { periodicSnapshot, snapshotStatus, snapshotTask } from "./snapshot.ts";
import { abortTask, removeTask } from "./stop.ts";
import { submitTasks } from "./submit.ts";
import { refreshTask, updateTask } from "./update.ts";
import { cloneTask, recoverTask, resumeTask, retryTask } from "./variations.ts";

export const taskHandlers: { [V in keyof Api["tasks"]]: Verb<Api["tasks"][V]> } = {
  submit: submitTasks,
  submitForced: submitTasks,
  list: listTasks,
  summaries: listSummaries,
  page: pageTasks,
  pageSummaries,
  search: searchTasks,
  get: getTask,
  update: updateTask,
  refresh: refreshTask,
  remove: removeTask,
  abort: abortTask,
  clone: cloneTask,
  retry: retryTask,
  resume: resumeTask,
  recover: recoverTask,
  stdout: wholeLog("stdout"),
  freshStdout: freshLog("stdout"),
  stderr: wholeLog("stderr"),
  freshStderr: freshLog("stderr"),
  instanceStdout: instanceLog("stdout"),
  freshInstanceStdout: freshInstanceLog("stdout"),
  instanceStderr: instanceLog("stderr"),
  freshInstanceStderr: freshInstanceLog("stderr"),
  snapshot: snapshotTask,
  periodicSnapshot,
  snapshotStatus,
};
