/** “Share” on a job's page; what it opens is loaded when it is. */
"use client";
import { Share2 } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Window } from "#components/ui/dialog.tsx";
import type { Job } from "#lib/contract/farm/jobs.ts";

const ShareLinks = lazy(() => import("./share-links.tsx"));

export function ShareButton({ job }: { job: Job }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)} title="A link that shows this job to whoever has it">
        <Share2 /> Share
      </Button>
      <Window title="Share this job" isOpen={isOpen} onOpenChange={setOpen}>
        <Suspense fallback={<p className="late text-sm text-ink-2">Opening…</p>}>
          <ShareLinks job={job} />
        </Suspense>
      </Window>
    </>
  );
}
