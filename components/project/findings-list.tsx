/** Findings in words, the gravest first: what it is, and what to do. */
import type { ReactNode } from "react";
import { Notice } from "#components/ui/notice.tsx";
import type { Finding, Severity } from "#lib/domain/findings.ts";

const KINDS = { stops: "problem", warns: "warning", tells: "calm" } as const satisfies Record<
  Severity,
  string
>;

export function FindingsList({ findings }: { findings: readonly Finding[] }): ReactNode {
  if (findings.length === 0) return null;
  return (
    <ul aria-label="What to know of this file" className="flex flex-col gap-2">
      {findings.map(({ code, severity, text, fix }) => (
        <li key={code}>
          <Notice kind={KINDS[severity]} title={text}>
            {fix}
          </Notice>
        </li>
      ))}
    </ul>
  );
}
