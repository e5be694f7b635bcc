/** What a run finds and what becomes of what it leaves: a person who never read the manual must not be surprised. */
import type { ReactNode } from "react";

const CODE = "font-mono text-xs";

export function AboutRuns(): ReactNode {
  return (
    <section aria-labelledby="about-runs" className="rounded-lg border border-line bg-surface p-4 text-sm">
      <h2 id="about-runs" className="font-semibold">
        Each run
      </h2>
      <ul className="mt-2 flex list-disc flex-col gap-1.5 pl-4 text-ink-2">
        <li>
          starts in a folder of its own with all files, and finds <code className={CODE}>INSTANCE_ID</code>,{" "}
          <code className={CODE}>INSTANCE_COUNT</code> and every constant in its environment;
        </li>
        <li>has no network, and sees nothing of the machine but its programs;</li>
        <li>
          leaves its results as files in that folder. Put <code className={CODE}>$INSTANCE_ID</code> into
          their names;
        </li>
        <li>is charged by its CPU time, if it succeeds.</li>
      </ul>
    </section>
  );
}
