/** The list's shape while its rows are fetched. */
import type { ReactNode } from "react";

export function RowSkeletons(): ReactNode {
  return (
    <div aria-busy="true" aria-label="Fetching jobs" className="flex flex-col gap-3">
      {[0, 1, 2].map((row) => (
        <div key={row} className="breathe h-48 rounded-lg border border-line bg-surface" />
      ))}
    </div>
  );
}
