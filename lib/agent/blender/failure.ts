/** Why a Blender did not deliver, as a value that travels: a code of the contract and a sentence. */
import type { FailureCode } from "#lib/domain/frame.ts";

export class BlenderFailure extends Error {
  readonly code: FailureCode;
  constructor(code: FailureCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "BlenderFailure";
    this.code = code;
  }
}

/** It was ended on purpose (stop, revoked lease, shutdown): nobody is told of a failure. */
export class BlenderStopped extends Error {
  constructor() {
    super("Blender was stopped on purpose.");
    this.name = "BlenderStopped";
  }
}

/** How the process ended: a status (bubblewrap answers 128 + signal for its child) or a signal of the sandbox itself. */
export interface Exit {
  status: number | null;
  signal: string | null;
  /** An error kind that Blender printed before it went. */
  said: FailureCode | null;
}

const SIGKILL = 128 + 9;
const SIGXFSZ = 128 + 25;

/** What a Blender that went away by itself died of. Nobody of ours sent SIGKILL, so the kernel did: memory. */
export function failureOfExit(exit: Exit): BlenderFailure {
  const how = exit.signal === null ? `status ${exit.status}` : exit.signal;
  if (exit.said === "out_of_memory" || exit.status === SIGKILL || exit.signal === "SIGKILL")
    return new BlenderFailure("out_of_memory", `Blender was ended for want of memory (${how}).`);
  if (exit.said === "file_too_new")
    return new BlenderFailure("file_too_new", "Blender crashed on a file that a newer Blender saved.");
  if (exit.said === "disk_full" || exit.status === SIGXFSZ)
    return new BlenderFailure("disk_full", "The node's disk is full, or the file is larger than allowed.");
  if (exit.said === "sandbox_failed")
    return new BlenderFailure("sandbox_failed", "The sandbox could not start.");
  if (exit.status === 7)
    return new BlenderFailure("script_error", "The node's script ended with an error inside Blender.");
  return new BlenderFailure("blender_crashed", `Blender ended in the middle of its work (${how}).`);
}
