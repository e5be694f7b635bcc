/** Reads the chosen .blend, and its libraries, as soon as it is chosen. */
"use client";
import { useEffect, useMemo, useState } from "react";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { broughtTree, type ResolvedFile, unresolved } from "#lib/domain/resolve-files.ts";
import type { MissingFile } from "../upload-view.ts";
import { missingFrom } from "./missing.ts";
import type { NamedFiles } from "./named-files.ts";

/** Null while it is read. */
export function useOpenFiles(
  files: readonly LocalFile[],
  blendFile: string | undefined,
): { open: ResolvedFile[]; missing: MissingFile[]; unread: string[] } | null {
  const [read, setRead] = useState<{ of: readonly LocalFile[]; blendFile: string; named: NamedFiles } | null>(
    null,
  );
  useEffect(() => {
    if (blendFile === undefined) return undefined;
    let isWanted = true;
    // The reader is loaded for folders only: most visits need none.
    void import("./named-files.ts")
      .then(({ namedFiles }) => namedFiles(files, blendFile))
      .then((named) => isWanted && setRead({ of: files, blendFile, named }));
    return () => {
      isWanted = false;
    };
  }, [files, blendFile]);
  return useMemo(() => {
    if (read === null || read.of !== files || read.blendFile !== blendFile) return null;
    const tree = broughtTree(files.map((file) => file.path));
    const missing = missingFrom(
      read.named.files,
      files.map((file) => file.path),
    );
    return { open: unresolved(read.named.files, tree), missing, unread: read.named.unread };
  }, [read, files, blendFile]);
}
