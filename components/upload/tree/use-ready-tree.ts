/** Reads the chosen .blend, and its libraries, as soon as it is chosen. */
"use client";
import { useEffect, useState } from "react";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import type { ReadyTree } from "./ready.ts";

/** Null while it is read. */
export function useReadyTree(files: readonly LocalFile[], blendFile: string | undefined): ReadyTree | null {
  const [read, setRead] = useState<{ of: readonly LocalFile[]; ready: ReadyTree } | null>(null);
  useEffect(() => {
    if (blendFile === undefined) return undefined;
    let isWanted = true;
    // The reader is loaded for folders only: most visits need none.
    void import("./ready.ts")
      .then(({ readyTree }) => readyTree(files, blendFile))
      .then((ready) => isWanted && setRead({ of: files, ready }));
    return () => {
      isWanted = false;
    };
  }, [files, blendFile]);
  return read?.of === files && read.ready.blendFile === blendFile ? read.ready : null;
}
