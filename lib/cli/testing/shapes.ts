/** Contract shapes with everything filled in, for the fake farm. */
import type { Account } from "#lib/contract/farm/accounts.ts";
import type { Frame, Job } from "#lib/contract/farm/jobs.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import type { FailureCode, FrameState } from "#lib/domain/frame.ts";
import { type AccountId, newId } from "#lib/domain/ids.ts";
import { noFrames } from "#lib/domain/job.ts";
import { outputFileName } from "#lib/domain/output.ts";
import { renderSettings } from "#lib/domain/render-settings.ts";

const EPOCH = new Date(0).toISOString();
const ACCOUNT_ID = newId<AccountId>();

export const anAccount = (): Account => ({
  id: ACCOUNT_ID,
  email: "ada@example.org",
  role: "artist",
  isDisabled: false,
  createdAt: EPOCH,
  balance: 0,
  held: 0,
});

export const aProject = (name: string, sizeBytes: number, sha256: string): Project => ({
  id: newId(),
  name,
  bucket: "bucket",
  blendFile: name,
  sizeBytes,
  sha256,
  createdAt: EPOCH,
  version: 1,
  state: "inspecting",
  problem: null,
  summary: {
    savedBy: "3.4.1",
    readBy: "3.4.1",
    missingFiles: [],
    scenes: [
      {
        name: "Scene",
        isActive: true,
        frameStart: 1,
        frameEnd: 3,
        frameStep: 1,
        fps: 24,
        width: 320,
        height: 180,
        percentage: 100,
        engine: "CYCLES",
        engineName: "CYCLES",
        samples: 8,
        usesDenoising: true,
        format: "PNG",
        isMovieFormat: false,
        extension: ".png",
        cameras: ["Camera", "Side"],
        activeCamera: "Camera",
        usesCompositor: false,
        usesSequencer: false,
      },
    ],
  },
});

export const aJob = (): Job => ({
  id: newId(),
  name: "scene.blend",
  accountId: ACCOUNT_ID,
  projectId: newId(),
  projectName: "scene.blend",
  state: "queued",
  waiting: null,
  problem: null,
  script: null,
  settings: renderSettings.parse({ blendFile: "scene.blend", frames: "1" }),
  effective: { engine: "CYCLES", samples: 8, width: 320, height: 180, fps: 24, skipsDenoising: false },
  blenderVersion: null,
  counts: noFrames(),
  totalFrames: 0,
  delivered: 0,
  activeCores: 0,
  createdAt: EPOCH,
  startedAt: null,
  endedAt: null,
  coreSeconds: 0,
  charged: 2_000_000,
  held: 0,
  ceiling: null,
  revision: 0,
});

export function aFrame(
  frame: number,
  state: FrameState,
  sizeBytes: number | null,
  failure: FailureCode | null,
): Frame {
  return {
    frame,
    state,
    attempt: state === "queued" ? 0 : 1,
    nodeName: state === "queued" ? null : "ember",
    seconds: state === "completed" ? 1.5 : null,
    coreSeconds: null,
    peakMemoryBytes: null,
    failure,
    fileName: outputFileName(frame, "PNG", ".png"),
    sizeBytes: state === "completed" ? sizeBytes : null,
    resultCount: 0,
    thumbnailUrl: null,
  };
}
