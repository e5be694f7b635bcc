/** Every call of the contract and the verb behind it. The type makes the compiler name what is missing. */
import { createToken, listTokens, revokeToken } from "../accounts/api-tokens.ts";
import { createAccount } from "../accounts/create.ts";
import { grantCredits } from "../accounts/grant.ts";
import { listAccounts, readMe } from "../accounts/me.ts";
import { resetPassword } from "../accounts/reset-password.ts";
import { setDisabled } from "../accounts/set-disabled.ts";
import { signIn, signOut } from "../accounts/sign-in.ts";
import { archiveAddress } from "../archive/address.ts";
import { receiveFiles } from "../buckets/receive.ts";
import { showBlends, showBuckets } from "../buckets/show.ts";
import { missingChunks } from "../contents/missing.ts";
import { beginPack, takePack } from "../contents/packs.ts";
import { listEntries } from "../credits/entries.ts";
import { listBuilds } from "../farm-status/builds.ts";
import { readFarmStatus } from "../farm-status/read.ts";
import { diskHandlers } from "../disks/handlers.ts";
import { changeFarmSettings } from "../farm-settings/change.ts";
import { readFarmSettings } from "../farm-settings/read.ts";
import { deliverResults, resultAddresses } from "../frames/deliver-results.ts";
import { failFrame } from "../frames/fail.ts";
import { finishFrame } from "../frames/finish.ts";
import { frameMap } from "../frames/map.ts";
import { pictures } from "../frames/pictures.ts";
import { finishInspection } from "../inspections/finish.ts";
import { getFrame, getFrames, getJob, listJobs } from "../jobs/get.ts";
import { getFacts } from "../jobs/facts.ts";
import { setCap } from "../jobs/set-cap.ts";
import { retryFrames } from "../jobs/retry.ts";
import { acquireLease } from "../leases/acquire.ts";
import { releaseLease } from "../leases/release.ts";
import { heartbeat } from "../nodes/heartbeat.ts";
import { listNodes } from "../nodes/list.ts";
import { leaveNode, registerNode } from "../nodes/register.ts";
import { assembleProject } from "../projects/assemble.ts";
import { chooseProject } from "../projects/choose.ts";
import { projectFacts } from "../projects/facts.ts";
import { getProject, listProjects } from "../projects/list.ts";
import { projectStorage, removeVersion } from "../projects/remove-version.ts";
import { sampleProject } from "../projects/sample.ts";
import {
  prepareProject,
  projectFiles,
  projectJobs,
  projectVersion,
  projectVersions,
} from "../projects/versions.ts";
import { getQuote, giveUpQuote, listStarts } from "../quotes/get.ts";
import { startQuote } from "../quotes/start.ts";
import {
  lookAtShared,
  identifyGuest,
  shareCardOf,
  sharedContacts,
  sharedArchive,
  sharedFrame,
  sharedPictures,
} from "../shares/look.ts";
import { createShare, listShares, revokeShare } from "../shares/manage.ts";
import { openShared } from "../shares/open.ts";
import { askForModel, getModel } from "../scene-models/ask.ts";
import { finishModel } from "../scene-models/finish.ts";
import { listFiles } from "../sources/present.ts";
import { taskHandlers } from "../tasks/handlers.ts";
import { beginUpload } from "../uploads/begin.ts";
import { cancelUpload } from "../uploads/cancel.ts";
import { completeUpload } from "../uploads/complete.ts";
import { getUpload, listUploads } from "../uploads/get.ts";
import { readCarbonFacts, setCarbonFacts } from "../carbon/settings.ts";
import { qarnotHandlers } from "./qarnot-handlers.ts";
import type { Handlers } from "./verb.ts";

export const handlers: Handlers = {
  ...qarnotHandlers,
  carbonSettings: { get: readCarbonFacts, set: setCarbonFacts },
  sessions: { create: signIn, end: signOut },
  accounts: {
    me: readMe,
    list: listAccounts,
    create: createAccount,
    grant: grantCredits,
    setDisabled,
    resetPassword,
  },
  credits: { entries: listEntries },
  tokens: { list: listTokens, create: createToken, revoke: revokeToken },
  uploads: {
    begin: beginUpload,
    list: listUploads,
    get: getUpload,
    complete: completeUpload,
    cancel: cancelUpload,
  },
  contents: { missing: missingChunks, pack: beginPack, take: takePack },
  projects: {
    list: listProjects,
    get: getProject,
    choose: chooseProject,
    assemble: assembleProject,
    prepare: prepareProject,
    version: projectVersion,
    versions: projectVersions,
    files: projectFiles,
    facts: projectFacts,
    removeVersion,
    storage: projectStorage,
    jobs: projectJobs,
    sample: sampleProject,
  },
  buckets: { list: showBuckets, receive: receiveFiles, blends: showBlends },
  jobs: {
    list: listJobs,
    get: getJob,
    frames: getFrames,
    frameMap,
    pictures,
    frame: getFrame,
    retry: retryFrames,
    facts: getFacts,
    setCap,
    archive: archiveAddress,
  },
  quotes: { start: startQuote, get: getQuote, starts: listStarts, giveUp: giveUpQuote },
  sceneModels: { ask: askForModel, get: getModel, finish: finishModel },
  shares: { list: listShares, create: createShare, revoke: revokeShare },
  shared: {
    card: shareCardOf,
    contact: sharedContacts,
    open: openShared,
    look: lookAtShared,
    pictures: sharedPictures,
    frame: sharedFrame,
    archive: sharedArchive,
    identify: identifyGuest,
  },
  tasks: taskHandlers,
  disks: diskHandlers,
  leases: {
    acquire: acquireLease,
    finish: finishFrame,
    fail: failFrame,
    release: releaseLease,
    addresses: resultAddresses,
    deliver: deliverResults,
  },
  sources: { files: listFiles },
  inspections: { finish: finishInspection },
  nodes: { register: registerNode, heartbeat, leave: leaveNode, list: listNodes },
  farm: {
    status: readFarmStatus,
    builds: listBuilds,
    settings: readFarmSettings,
    changeSettings: changeFarmSettings,
  },
};
