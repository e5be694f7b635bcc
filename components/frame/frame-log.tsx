/** Each attempt at a frame: where, how long, how it ended, and Blender's last lines. */
"use client";
import type { ReactNode } from "react";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { formatDuration } from "#components/ui/format.ts";
import { StateMark, type Mark } from "#components/ui/state-mark.tsx";
import type { Attempt } from "#lib/contract/farm/jobs.ts";
import { FAILURE_TEXT } from "#lib/domain/frame.ts";

const OUTCOMES: Record<Attempt["outcome"], { mark: Mark; words: string }> = {
  running: { mark: "active", words: "Rendering" },
  delivered: { mark: "completed", words: "Delivered" },
  failed: { mark: "failed", words: "Failed" },
  canceled: { mark: "canceled", words: "Stopped" },
  lost: { mark: "failed", words: "Node lost" },
};

function Lines({ log }: { log: string }): ReactNode {
  // The last line is the one that tells.
  const toTheEnd = (element: HTMLPreElement | null) => {
    if (element !== null) element.scrollTop = element.scrollHeight;
  };
  return (
    <pre
      key={log.length}
      ref={toTheEnd}
      // A box that scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label="Blender's log"
      className="mt-2 max-h-64 overflow-auto rounded-sm bg-canvas p-3 font-mono text-[0.6875rem] leading-4 text-ink-2"
    >
      {log}
    </pre>
  );
}

/** On a phone a long log would push the grid away; there only a failure opens by itself. */
const opensByItself = (attempt: Attempt): boolean =>
  attempt.outcome === "failed" || window.matchMedia("(min-width: 64rem)").matches;

export function FrameLog({ attempts }: { attempts: readonly Attempt[] }): ReactNode {
  const format = useFormat();
  if (attempts.length === 0) return <p className="text-sm text-ink-3">Not begun yet: no attempt so far.</p>;
  const newestFirst = attempts.toSorted((a, b) => b.attempt - a.attempt);
  return (
    <ol className="flex flex-col gap-2">
      {newestFirst.map((attempt, at) => {
        const { mark, words } = OUTCOMES[attempt.outcome];
        return (
          <li key={attempt.attempt}>
            <details
              open={at === 0 && opensByItself(attempt)}
              className="rounded-md border border-line px-3 py-2 text-sm"
            >
              <summary>
                <span className="inline-flex flex-wrap items-center gap-x-2">
                  <StateMark state={mark} className="size-3.5" />
                  Attempt {attempt.attempt}: {words.toLowerCase()}
                  <span className="text-ink-3">
                    on {attempt.nodeName}
                    {attempt.seconds !== null && `, ${formatDuration(attempt.seconds, true)}`}
                    {attempt.peakMemoryBytes !== null && `, ${format.bytes(attempt.peakMemoryBytes)}`},{" "}
                    <Moment at={attempt.startedAt} />
                  </span>
                </span>
              </summary>
              {attempt.failure !== null && <p className="mt-2">{FAILURE_TEXT[attempt.failure]}</p>}
              {attempt.message !== "" && <p className="mt-1 text-ink-2">{attempt.message}</p>}
              {attempt.log !== "" && <Lines log={attempt.log} />}
            </details>
          </li>
        );
      })}
    </ol>
  );
}
