/** A job page's shape while it is fetched. */
import type { ReactNode } from "react";

export function JobSkeleton(): ReactNode {
  return (
    <div aria-busy="true" aria-label="Fetching the job" className="flex flex-col gap-6">
      <div className="breathe h-32 rounded-lg bg-surface" />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(22rem,34rem)]">
        <div className="breathe h-96 rounded-lg bg-surface max-lg:order-2" />
        <div className="breathe aspect-video rounded-lg bg-surface" />
      </div>
    </div>
  );
}
