/** States of one frame of a job, and which may follow which. */
export const FRAME_STATES = ["queued", "active", "completed", "failed", "canceled"] as const;
export type FrameState = (typeof FRAME_STATES)[number];

/** What a frame under a lease is doing. */
export const LEASE_PHASES = ["fetching", "rendering", "uploading"] as const;
export type LeasePhase = (typeof LEASE_PHASES)[number];

const NEXT: Record<FrameState, readonly FrameState[]> = {
  queued: ["active", "canceled"],
  // Back to queued when its node was lost or the attempt may be repeated.
  active: ["completed", "failed", "canceled", "queued"],
  // Retry, by the owner.
  completed: ["queued"],
  failed: ["queued"],
  canceled: ["queued"],
};

export const canFrameBecome = (from: FrameState, to: FrameState): boolean => NEXT[from].includes(to);

/** A frame that crashes Blender this often is failed: the file, not the node, is then the likely cause. */
export const MAX_ATTEMPTS = 3;

/** Why an attempt ended without an output. */
export const FAILURE_CODES = [
  "blender_crashed",
  "blender_hung",
  "out_of_memory",
  "no_output",
  "bad_output",
  "no_camera",
  "file_unreadable",
  "file_too_new",
  "no_denoiser",
  "engine_missing",
  "scene_missing",
  "script_error",
  "disk_full",
  "source_damaged",
  "upload_failed",
  "node_lost",
  "sandbox_failed",
  "script_failed",
  "script_timeout",
  "script_memory",
  "script_results",
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** Another try can't help where the file itself is the cause; everything else may be the node's bad day. */
const FINAL: ReadonlySet<FailureCode> = new Set([
  "no_camera",
  "file_unreadable",
  "file_too_new",
  "no_denoiser",
  "engine_missing",
  "scene_missing",
  "script_failed",
  "script_timeout",
  "script_memory",
  "script_results",
]);

/** `most`: attempts that the job's owner allows, where it is not what the farm does by itself. */
export function mayRetry(code: FailureCode, attempt: number, most = MAX_ATTEMPTS): boolean {
  return !FINAL.has(code) && attempt < most;
}

/** One sentence for people: what happened and what to do. */
export const FAILURE_TEXT: Record<FailureCode, string> = {
  blender_crashed:
    "Blender crashed on this frame. Read the log; if it crashes on your machine too, the file needs a change.",
  blender_hung:
    "Blender stopped answering on this frame and was ended. Retry it, or look for an endless simulation.",
  out_of_memory:
    "The frame needs more memory than the node has. Render it smaller, or with fewer textures and subdivisions.",
  no_output: "Blender finished without writing a picture. Check the output settings and the compositor.",
  bad_output: "The picture that Blender wrote can't be read. Retry the frame.",
  no_camera: "The scene has no camera. Add one, save the file and upload it again, or choose another scene.",
  file_unreadable: "Blender can't open this file. Save it again and upload it once more.",
  file_too_new:
    "The file was saved by a newer Blender than the node has. Save it for an older version, or ask for an update of the farm.",
  no_denoiser:
    "The scene denoises and this node's Blender has no denoiser. Submit it again with “render without denoising”.",
  engine_missing: "No node has this scene's render engine. Choose Cycles, EEVEE or Workbench.",
  scene_missing: "The file has no scene of that name. Choose another scene.",
  script_error: "The node's render script failed on this file. Read the log.",
  disk_full: "The node's disk is full. The frame is given to another attempt.",
  source_damaged: "The project's file on the node differs from what was uploaded. It is fetched again.",
  upload_failed: "The picture could not be stored. Retry the frame.",
  node_lost: "The node went away while it rendered this frame.",
  sandbox_failed: "The node could not start its sandbox, so it ran nothing.",
  script_failed: "The command ended with an error. Read what it printed.",
  script_timeout: "The command ran longer than the farm allows and was ended.",
  script_memory: "The command took more memory or processes than the node gives to one run and was ended.",
  script_results:
    "The command wrote more files or bytes than are kept of one run. Write fewer, or pack them into one archive.",
};
