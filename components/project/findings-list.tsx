/** Findings in words, the gravest first: what it is, what to do, and where there is a choice, the choice. */
import type { ReactNode } from "react";
import { Notice } from "#components/ui/notice.tsx";
import type { Finding, FindingCode } from "#lib/domain/findings/finding.ts";

/** A list of thousands helps nobody. */
const SHOWN = 200;

function Paths({ paths }: { paths: readonly string[] }): ReactNode {
  return (
    <details className="mt-1">
      <summary className="text-ink-2">
        Which {paths.length === 1 ? "file" : `files (${paths.length})`}
      </summary>
      <ul className="mt-1 max-h-48 overflow-auto font-mono text-xs text-ink-2">
        {paths.slice(0, SHOWN).map((path) => (
          <li key={path} className="py-0.5 break-all">
            {path}
          </li>
        ))}
      </ul>
    </details>
  );
}

export function FindingsList(props: {
  findings: readonly Finding[];
  /** What can be done about a finding, right below it. */
  controls?: Partial<Record<FindingCode, ReactNode>>;
  /** Those that the artist has accepted: they stop nothing any more. */
  accepted?: ReadonlySet<FindingCode>;
}): ReactNode {
  const { findings, controls = {}, accepted } = props;
  if (findings.length === 0) return null;
  // What is merely good to know stands together: a box each would push the form away.
  const isCalm = ({ code, severity }: Finding) => severity === "tells" && controls[code] === undefined;
  const calm = findings.filter(isCalm);
  return (
    <ul aria-label="What to know of this file" className="flex flex-col gap-2">
      {findings
        .filter((finding) => !isCalm(finding))
        .map(({ code, severity, text, fix, paths }) => (
          <li key={code}>
            <Notice
              kind={
                severity === "stops" && accepted?.has(code) !== true
                  ? "problem"
                  : severity === "tells"
                    ? "calm"
                    : "warning"
              }
              title={text}
            >
              <p>{fix}</p>
              {paths !== undefined && <Paths paths={paths} />}
              {controls[code]}
            </Notice>
          </li>
        ))}
      {calm.length > 0 && (
        <li>
          <Notice>
            {calm.map(({ code, text, fix }) => (
              <p key={code} className="mb-1 last:mb-0">
                <strong className="font-semibold text-ink">{text}</strong> {fix}
              </p>
            ))}
          </Notice>
        </li>
      )}
    </ul>
  );
}
