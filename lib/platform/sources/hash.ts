/** The name of a source's whole content. */
import { createHash } from "node:crypto";
import type { SourceFile } from "#lib/domain/source.ts";

/** Equal exactly when all that a node would see is. `files`: by path. */
export const hashOf = (mainFile: string | null, files: readonly SourceFile[]): string =>
  createHash("sha256")
    .update(JSON.stringify([mainFile, files.map(({ path, content }) => [path, content])]))
    .digest("hex");
