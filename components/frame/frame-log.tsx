/** Each attempt at a frame: where, how long, how it ended, and the last lines of Blender or of a command. */
"use client";
import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { formatDuration } from "#components/ui/format.ts";
import { type Mark, STATE_NAMES, StateMark } from "#components/ui/state-mark.tsx";
import type { Attempt } from "#lib/contract/farm/jobs.ts";
import { FAILURE_TEXT } from "#lib/domain/frame.ts";

const OUTCOMES: Record<Exclude<Attempt["outcome"], "running">, { mark: Mark; words: string }> = {
  delivered: { mark: "completed", words: "Delivered" },
  failed: { mark: "failed", words: "Failed" },
  canceled: { mark: "canceled", words: "Stopped" },
  lost: { mark: "failed", words: "Node lost" },
};

function Lines({ log, label }: { log: string; label: string }): ReactNode {
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
      aria-label={label}
      className="mt-2 max-h-64 overflow-auto rounded-sm border border-line bg-page p-3 font-mono text-[0.6875rem] leading-4 text-ink-2"
    >
      {log}
    </pre>
  );
}

/** On a phone a long log would push the grid away. */
const hasRoom = (): boolean => window.matchMedia("(min-width: 64rem)").matches;

/** `mark`: what the frame is now, which the running attempt is told as. Why the newest one failed is told above it. */
export function FrameLog(props: {
  attempts: readonly Attempt[];
  mark: Mark;
  /** What the lines are, for who can't see them. */
  logName?: string;
}): ReactNode {
  const { attempts, mark: now, logName = "Blender's log" } = props;
  const format = useFormat();
  if (attempts.length === 0) return <p className="text-sm text-ink-3">Not begun yet: no attempt so far.</p>;
  const newestFirst = attempts.toSorted((a, b) => b.attempt - a.attempt);
  return (
    <ol className="flex flex-col gap-2">
      {newestFirst.map((attempt, at) => {
        const { outcome } = attempt;
        const { mark, words } =
          outcome === "running" ? { mark: now, words: STATE_NAMES[now] } : OUTCOMES[outcome];
        return (
          <li key={attempt.attempt}>
            <details
              open={at === 0 && hasRoom()}
              className="group/attempt rounded-md border border-line bg-surface px-3 py-2 text-sm"
            >
              <summary className="flex list-none items-start gap-2 rounded-sm [&::-webkit-details-marker]:hidden">
                <StateMark state={mark} className="mt-1 size-3.5" />
                <span className="flex min-w-0 flex-1 flex-wrap gap-x-2">
                  Attempt {attempt.attempt}: {words.toLowerCase()}
                  <span className="text-ink-3">
                    on {attempt.nodeName}
                    {attempt.seconds !== null && `, ${formatDuration(attempt.seconds, true)}`}
                    {attempt.peakMemoryBytes !== null && `, ${format.bytes(attempt.peakMemoryBytes)}`},{" "}
                    <Moment at={attempt.startedAt} />
                  </span>
                </span>
                <ChevronDown
                  aria-hidden
                  className="mt-0.5 size-4 shrink-0 text-ink-3 transition-transform group-open/attempt:rotate-180"
                />
              </summary>
              {attempt.failure !== null && at > 0 && <p className="mt-2">{FAILURE_TEXT[attempt.failure]}</p>}
              {attempt.message !== "" && <p className="mt-1 text-ink-2">{attempt.message}</p>}
              {attempt.log !== "" && <Lines log={attempt.log} label={logName} />}
              {attempt.errorLog !== "" && (
                <>
                  <p className="mt-2 text-xs text-ink-3">stderr</p>
                  <Lines log={attempt.errorLog} label="stderr" />
                </>
              )}
            </details>
          </li>
        );
      })}
    </ol>
  );
}
