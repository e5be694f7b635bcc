/** Which shapes have a name in the OpenAPI document; all others stand where they are used. */
import { z } from "zod";
import { errorBody, problemBody } from "../errors.ts";
import { account, apiToken, ledgerEntry } from "../farm/accounts.ts";
import { frame, frameDetail, job } from "../farm/jobs.ts";
import { project, upload } from "../farm/projects.ts";
import { taskCarbon } from "../qarnot/carbon.ts";
import { hardwareConstraint } from "../qarnot/hardware.ts";
import { info } from "../qarnot/info.ts";
import { jobCreation, jobOutput } from "../qarnot/job.ts";
import { filter, pageRequest } from "../qarnot/paging.ts";
import { poolCreation, poolOutput, poolSummary } from "../qarnot/pool.ts";
import { userQuotas } from "../qarnot/quota.ts";
import { taskOutput, taskSummary } from "../qarnot/task-output.ts";
import { taskCreation } from "../qarnot/task.ts";

const NAMED: Record<string, z.ZodType> = {
  Account: account,
  ApiToken: apiToken,
  Carbon: taskCarbon,
  Error: errorBody,
  Filter: filter,
  Frame: frame,
  FrameDetail: frameDetail,
  HardwareConstraint: hardwareConstraint,
  Info: info,
  Job: job,
  JobGroup: jobOutput,
  JobGroupCreation: jobCreation,
  LedgerEntry: ledgerEntry,
  PageRequest: pageRequest,
  Pool: poolOutput,
  PoolCreation: poolCreation,
  PoolSummary: poolSummary,
  Problem: problemBody,
  Project: project,
  Quotas: userQuotas,
  Task: taskOutput,
  TaskCreation: taskCreation,
  TaskSummary: taskSummary,
  Upload: upload,
};

/** For `z.toJSONSchema`, which makes definitions of what has an id. */
export const names = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(NAMED)) names.add(schema, { id });
