/** The verbs behind the calls of Qarnot's wire that are not about tasks or storage. */
import { carbonOfPool, carbonOfTask } from "../carbon/read.ts";
import { readAccountCredits, listBudgets, readPoolCredits, readTaskCredits } from "../credits/wire.ts";
import { listHardware, readPortForward, searchModels } from "../hardware/list.ts";
import { createGroup } from "../job-groups/create.ts";
import { getGroup, listGroups, pageGroups, searchGroups, tasksOfGroup } from "../job-groups/list.ts";
import { removeGroup, terminateGroup } from "../job-groups/terminate.ts";
import { readProfile, readProfiles, readSettings, readVersions } from "../jobs/qarnot-info.ts";
import { clonePool, createPool } from "../pools/create.ts";
import {
  getPool,
  listGroupsOfPool,
  listPools,
  listPoolSummaries,
  pagePools,
  pagePoolSummaries,
  readPoolLog,
  searchPools,
  tasksOfPool,
} from "../pools/list.ts";
import { checkScaling, readScaling, setScaling } from "../pools/scaling.ts";
import { closePool, refreshPool, removePool, updatePool } from "../pools/update.ts";
import { readInfo, readOrganizationQuotas, readUserQuotas } from "../quotas/info.ts";
import { changeSecret, createSecret, getSecret, removeSecret, searchSecrets } from "../secrets/verbs.ts";
import type { Handlers } from "./verb.ts";

export const qarnotHandlers: Pick<
  Handlers,
  "platform" | "groups" | "pools" | "quotas" | "hardware" | "wireCredits" | "carbon" | "secrets"
> = {
  platform: {
    root: () => Promise.resolve(),
    info: readInfo,
    settings: readSettings,
    versions: readVersions,
    profiles: readProfiles,
    profile: readProfile,
  },
  groups: {
    create: createGroup,
    list: listGroups,
    page: pageGroups,
    search: searchGroups,
    get: getGroup,
    tasks: tasksOfGroup,
    terminate: terminateGroup,
    remove: removeGroup,
  },
  pools: {
    create: createPool,
    list: listPools,
    summaries: listPoolSummaries,
    page: pagePools,
    pageSummaries: pagePoolSummaries,
    search: searchPools,
    get: getPool,
    update: updatePool,
    refresh: refreshPool,
    remove: removePool,
    close: closePool,
    clone: clonePool,
    scaling: readScaling,
    setScaling,
    checkScaling,
    tasks: tasksOfPool,
    jobs: listGroupsOfPool,
    stdout: readPoolLog,
    stderr: readPoolLog,
    freshStdout: readPoolLog,
    freshStderr: readPoolLog,
    stdoutOf: readPoolLog,
    stderrOf: readPoolLog,
    freshStdoutOf: readPoolLog,
    freshStderrOf: readPoolLog,
  },
  quotas: { user: readUserQuotas, organization: readOrganizationQuotas },
  hardware: { list: listHardware, searchModels, portForward: readPortForward },
  wireCredits: {
    account: readAccountCredits,
    task: readTaskCredits,
    pool: readPoolCredits,
    budgets: listBudgets,
  },
  carbon: { ofTask: carbonOfTask, ofPool: carbonOfPool },
  secrets: {
    get: getSecret,
    create: createSecret,
    update: changeSecret,
    remove: removeSecret,
    search: searchSecrets,
  },
};
