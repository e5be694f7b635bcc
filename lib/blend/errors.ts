/** Why a file can't be read as a .blend. Messages are for artists: what it is, and what to do. */

export abstract class BlendFileError extends Error {
  abstract readonly code: "not_a_blend" | "truncated" | "corrupt" | "too_new_format" | "beyond_limits";
}

/** Its first bytes are something else: empty, a picture, a Git LFS pointer, … */
export class NotABlend extends BlendFileError {
  override readonly name = "NotABlend";
  readonly code = "not_a_blend";
}

export class TruncatedBlend extends BlendFileError {
  override readonly name = "TruncatedBlend";
  readonly code = "truncated";
  constructor(where: string, cause?: unknown) {
    super(`The file ends too early (${where}). Copy or save it again.`, { cause });
  }
}

export class CorruptBlend extends BlendFileError {
  override readonly name = "CorruptBlend";
  readonly code = "corrupt";
  constructor(what: string, cause?: unknown) {
    super(`The file is damaged: ${what}. Save it in Blender again.`, { cause });
  }
}

/** A header of a kind that came after this reader. */
export class NewerBlendFormat extends BlendFileError {
  override readonly name = "NewerBlendFormat";
  readonly code = "too_new_format";
  constructor(header: string) {
    super(`The file is in a newer format (${header}) than Hearth can read. Save it with an older Blender.`);
  }
}

/** Reading on would take more memory or time than a .blend is worth; real files stay far below. */
export class BeyondLimits extends BlendFileError {
  override readonly name = "BeyondLimits";
  readonly code = "beyond_limits";
  constructor(what: string) {
    super(`The file can't be looked into: ${what}.`);
  }
}
