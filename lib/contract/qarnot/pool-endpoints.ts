/** The calls about pools, in Qarnot's own paths and shapes. `:pool` is a uuid or a shortname. */
import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { jobOutput } from "./job.ts";
import { pageOf, pageRequest, searchRequest } from "./paging.ts";
import { poolCreation, poolOutput, poolSummary, poolUpdate, poolVariation } from "./pool.ts";
import { scalingInput, scalingOutput } from "./scaling.ts";
import { tagQuery } from "./shared.ts";
import { taskOutput } from "./task-output.ts";

const aPool = z.object({ pool: z.string().min(1).max(255) });
const made = z.object({ uuid: z.string() });
const who = ["account"] as const;

const LOG =
  "Output of the pool's own program. Nodes of a pool run nothing but its tasks, so it is empty; tasks have logs of their own.";
const text = { reply: z.string(), media: "text/plain" } as const;

const log = <Path extends string>(path: Path, method: "GET" | "POST") =>
  endpoint({ method, path, who, scope: "read", summary: LOG, params: aPool, ...text });
const instanceLog = <Path extends string>(path: Path, method: "GET" | "POST") =>
  endpoint({
    method,
    path,
    who,
    scope: "read",
    summary: LOG,
    params: aPool.extend({ instance: z.string().max(40) }),
    ...text,
  });

export const pools = {
  create: endpoint({
    method: "POST",
    path: "/pools",
    who,
    summary: "Make a pool. 404 `No such bucket`, 400 with what is wrong.",
    body: poolCreation,
    reply: made,
  }),
  list: endpoint({
    method: "GET",
    path: "/pools",
    who,
    summary: "The caller's pools, newest first; with any of the tags where `tag` is given.",
    query: tagQuery,
    reply: z.array(poolOutput),
  }),
  summaries: endpoint({
    method: "GET",
    path: "/pools/summaries",
    who,
    summary: "The same without constants, buckets and status.",
    query: tagQuery,
    reply: z.array(poolSummary),
  }),
  page: endpoint({
    method: "POST",
    path: "/pools/paginate",
    who,
    scope: "read",
    summary: "A page of pools, filtered and sorted.",
    body: pageRequest,
    reply: pageOf(poolOutput),
  }),
  pageSummaries: endpoint({
    method: "POST",
    path: "/pools/summaries/paginate",
    who,
    scope: "read",
    summary: "A page of summaries, filtered and sorted.",
    body: pageRequest,
    reply: pageOf(poolSummary),
  }),
  search: endpoint({
    method: "POST",
    path: "/pools/search",
    who,
    scope: "read",
    summary: "Pools that a filter takes, at most 1,000. `select` is accepted; every field is sent.",
    body: searchRequest,
    reply: z.array(poolOutput),
  }),
  get: endpoint({
    method: "GET",
    path: "/pools/:pool",
    who,
    summary: "One pool.",
    params: aPool,
    reply: poolOutput,
  }),
  update: endpoint({
    method: "PUT",
    path: "/pools/:pool",
    who,
    summary: "Change tags, constants, elastic property or scaling; the rest of the body is ignored.",
    params: aPool,
    body: poolUpdate,
  }),
  refresh: endpoint({
    method: "PATCH",
    path: "/pools/:pool",
    who,
    summary:
      "Read its resources again. Tasks always read them as they are, so nothing is left to do. 400 when closed.",
    params: aPool,
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/pools/:pool",
    who,
    summary: "Close it, stop its tasks and delete it.",
    params: aPool,
  }),
  close: endpoint({
    method: "POST",
    path: "/pools/:pool/close",
    who,
    summary: "Take no more tasks; those that it has run to their end. 403 when it is closed.",
    params: aPool,
  }),
  clone: endpoint({
    method: "POST",
    path: "/pools/:pool/clone",
    who,
    summary: "Make a pool like it, with what the body says otherwise.",
    params: aPool,
    body: poolVariation,
    reply: made,
  }),
  scaling: endpoint({
    method: "GET",
    path: "/pools/:pool/scaling",
    who,
    summary: "Its scaling policies.",
    params: aPool,
    reply: scalingOutput,
  }),
  setScaling: endpoint({
    method: "PUT",
    path: "/pools/:pool/scaling",
    who,
    summary: "Set its scaling policies. 400 names the wrong ones in `errors`.",
    params: aPool,
    body: scalingInput,
  }),
  checkScaling: endpoint({
    method: "POST",
    path: "/sanity-checks/pools/scaling",
    who,
    scope: "read",
    summary: "Whether such policies could be set: 200, or 400 with the wrong ones in `errors`.",
    body: scalingInput,
  }),
  tasks: endpoint({
    method: "GET",
    path: "/pools/:pool/tasks",
    who,
    summary: "Its tasks, newest first, at most 1,000.",
    params: aPool,
    reply: z.array(taskOutput),
  }),
  jobs: endpoint({
    method: "GET",
    path: "/pools/:pool/jobs",
    who,
    summary: "The groups whose tasks run in it.",
    params: aPool,
    reply: z.array(jobOutput),
  }),
  stdout: log("/pools/:pool/stdout", "GET"),
  stderr: log("/pools/:pool/stderr", "GET"),
  freshStdout: log("/pools/:pool/stdout", "POST"),
  freshStderr: log("/pools/:pool/stderr", "POST"),
  stdoutOf: instanceLog("/pools/:pool/stdout/:instance", "GET"),
  stderrOf: instanceLog("/pools/:pool/stderr/:instance", "GET"),
  freshStdoutOf: instanceLog("/pools/:pool/stdout/:instance", "POST"),
  freshStderrOf: instanceLog("/pools/:pool/stderr/:instance", "POST"),
};
