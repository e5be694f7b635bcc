/** A job as the platform answers it, for a platform that is none. */
import type { Job } from "#lib/contract/farm/jobs.ts";
import { newId } from "#lib/domain/ids.ts";
import { noFrames } from "#lib/domain/job.ts";
import { renderSettings } from "#lib/domain/render-settings.ts";

export const aJob = (change: Partial<Job>): Job => ({
  id: newId(),
  name: "shot",
  accountId: newId(),
  projectId: null,
  projectName: "scene.blend",
  state: "active",
  waiting: null,
  problem: null,
  script: null,
  settings: { ...renderSettings.parse({ blendFile: "scene.blend", frames: "1-10" }) },
  effective: { engine: "CYCLES", samples: 8, width: 320, height: 180, fps: 24, skipsDenoising: false },
  blenderVersion: null,
  counts: noFrames(),
  totalFrames: 10,
  delivered: 0,
  activeCores: 0,
  createdAt: "2026-01-01T00:00:00Z",
  startedAt: null,
  endedAt: null,
  coreSeconds: 0,
  charged: 0,
  held: 0,
  ceiling: null,
  revision: 1,
  ...change,
});
