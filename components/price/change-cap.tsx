/** The button and the small window in which the owner of a job says what it may cost. */
"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Gauge } from "lucide-react";
import { type ReactNode, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { Window } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { say } from "#components/ui/toast.tsx";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { MICRO } from "#lib/domain/credits.ts";
import { setCap } from "#lib/queries/mutations.ts";
import { CeilingFields } from "./ceiling-fields.tsx";
import { useCeiling } from "./use-ceiling.ts";

function CapForm({ job, onDone }: { job: Job; onDone: () => void }): ReactNode {
  const client = useQueryClient();
  const format = useFormat();
  const { ceiling } = job;
  const atCap = ceiling?.atCap ?? "pause";
  const isReached = ceiling?.level === "reached";
  // At the cap the useful proposal is the one that lets the rest be rendered.
  const proposed = isReached ? ceiling.capForTheRest : ceiling === null ? null : ceiling.cap / MICRO;
  const draft = useCeiling({ credits: proposed, atCap });
  const save = useMutation({
    ...setCap(farm, client),
    onSettled: (_, error) => {
      if (error !== null) return;
      say("The cap is set.");
      onDone();
    },
  });
  const hint = isReached
    ? `About ${format.count(ceiling.capForTheRest)} credits let all that is left be rendered.`
    : "Empty: no cap.";
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.value !== undefined) save.mutate({ jobId: job.id, ...draft.value });
      }}
    >
      <p className="text-sm text-ink-2">{format.credits(job.charged)} credits are charged so far.</p>
      <CeilingFields draft={draft} hint={hint} />
      {save.error !== null && (
        <Notice kind="problem" isAlert>
          {save.error.message}
        </Notice>
      )}
      <Button type="submit" variant="primary" disabled={save.isPending || draft.value === undefined}>
        {save.isPending ? "Setting…" : "Set the cap"}
      </Button>
    </form>
  );
}

export function ChangeCap({ job, words }: { job: Job; words?: string }): ReactNode {
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const known = job.ceiling === null ? "Set a cap" : `Cap ${format.credits(job.ceiling.cap)}`;
  return (
    <>
      <Button size="sm" title="The most that this job may cost" onClick={() => setOpen(true)}>
        <Gauge /> {words ?? known}
      </Button>
      <Window title={`What ${job.name} may cost`} isOpen={isOpen} onOpenChange={setOpen}>
        <CapForm job={job} onDone={() => setOpen(false)} />
      </Window>
    </>
  );
}
