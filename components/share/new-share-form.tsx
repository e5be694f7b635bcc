/** The form for a new share link: what it is called, what it lets a guest do, until when. */
"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useId } from "react";
import { fieldErrors, generalError } from "#components/account/field-errors.ts";
import { titlesOf } from "#components/job/job-words.ts";
import { farm } from "#components/shell/farm-client.ts";
import { Button } from "#components/ui/button.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { formTexts } from "#components/ui/form-texts.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { MAX_NOTE, MAX_TITLE } from "#lib/domain/share-link.ts";
import { createShare } from "#lib/queries/shares.ts";

const DAY_MS = 86_400_000;
const ENDS = [
  { days: 0, name: "never" },
  { days: 1, name: "in a day" },
  { days: 7, name: "in a week" },
  { days: 30, name: "in 30 days" },
] as const;

function Choice({ name, label, hint }: { name: string; label: string; hint: string }): ReactNode {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input id={id} type="checkbox" name={name} value="yes" className="mt-1 size-4 accent-ember" />
      <label htmlFor={id} className="text-sm">
        {label}
        <span className="block text-xs text-ink-3">{hint}</span>
      </label>
    </div>
  );
}

export function NewShareForm(props: {
  job: Job;
  onMade: (made: { title: string; token: string }) => void;
}): ReactNode {
  const { job } = props;
  const client = useQueryClient();
  const create = useMutation(createShare(farm, client));
  const errors = fieldErrors(create.error);
  const general = generalError(create.error);
  const noteId = useId();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const texts = formTexts(form);
    const days = Number(texts.ends ?? 0);
    create.mutate(
      {
        jobId: job.id,
        title: texts.title ?? "",
        note: texts.note ?? "",
        password: texts.password === undefined || texts.password === "" ? null : texts.password,
        expiresAt: days === 0 ? null : new Date(Date.now() + days * DAY_MS).toISOString(),
        allowsDownload: texts.download === "yes",
        showsFacts: texts.facts === "yes",
      },
      {
        onSuccess: ({ share, token }) => {
          props.onMade({ title: share.title, token });
          form.reset();
        },
      },
    );
  };
  return (
    <form noValidate onSubmit={send} className="flex flex-col gap-4" aria-label="New link">
      <TextField
        label="Title"
        name="title"
        defaultValue={titlesOf(job)[0]?.replace(/\.blend$/i, "")}
        maxLength={MAX_TITLE}
        autoComplete="off"
        error={errors.title ?? general ?? undefined}
        hint="Guests see it, and the chat that the link is pasted into."
      />
      <div>
        <label htmlFor={noteId} className="mb-1 block text-xs font-semibold text-ink-2">
          Note
        </label>
        <textarea
          id={noteId}
          name="note"
          rows={2}
          maxLength={MAX_NOTE}
          className="w-full rounded-md border border-line-strong/70 bg-page px-3 py-2 text-sm"
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField label="Ends" name="ends" defaultValue="0">
          {ENDS.map(({ days, name }) => (
            <option key={days} value={days}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          placeholder="none"
          error={errors.password}
        />
      </div>
      <Choice
        name="download"
        label="Files may be downloaded"
        hint="The finished frames, one by one and as a .zip."
      />
      <Choice name="facts" label="Show facts" hint="Engine, samples and computation; never what it costs." />
      <Button type="submit" variant="primary" disabled={create.isPending}>
        {create.isPending ? "Making the link…" : "Make a link"}
      </Button>
    </form>
  );
}
