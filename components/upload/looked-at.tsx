/** What the browser found in the file that is being uploaded, or why it could not be read. */
"use client";
import type { ReactNode } from "react";
import { FileContents } from "#components/project/file-contents.tsx";
import { FindingsList } from "#components/project/findings-list.tsx";
import { unreadableFinding } from "#lib/domain/findings.ts";
import type { Looked } from "./inspect-file.ts";

export function LookedAt({ looked, isAlone }: { looked: Looked | null; isAlone: boolean }): ReactNode {
  if (looked === null) return null;
  if (looked.status === "unreadable") return <FindingsList findings={[unreadableFinding(looked.message)]} />;
  return <FileContents summary={looked.summary} isAlone={isAlone} />;
}
