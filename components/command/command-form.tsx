/** The form for a plain command: what is run, how often, with which words and files. */
"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { bucketsQuery } from "#lib/queries/buckets.ts";
import { submitCommand } from "#lib/queries/commands.ts";
import { AboutRuns } from "./about-runs.tsx";
import { type CommandDraft, EMPTY_COMMAND, readCommand, refusedFields } from "./command-draft.ts";
import { ConstantRows } from "./constant-rows.tsx";
import { FileRows } from "./file-rows.tsx";
import { useSentFiles } from "./use-sent-files.ts";

const BOX = "flex min-w-0 flex-col gap-4 rounded-lg border border-line bg-surface p-4 sm:p-6";

export function CommandForm(): ReactNode {
  const router = useRouter();
  const format = useFormat();
  const client = useQueryClient();
  const { data: buckets } = useQuery(bucketsQuery(farm));
  const [draft, setDraft] = useState<CommandDraft>(EMPTY_COMMAND);
  const [hasTried, setTried] = useState(false);
  const files = useSentFiles();
  const submit = useMutation(submitCommand(farm, client));
  const send = useMutation({
    mutationFn: async () => {
      const read = readCommand(draft);
      if (!read.ok) return null;
      const own = await files.send(read.task.name);
      const resourceBuckets = [draft.bucket, own].filter((name) => name !== null && name !== "") as string[];
      return submit.mutateAsync({ ...read.task, resourceBuckets });
    },
    onSuccess: (jobId) => {
      if (jobId !== null) router.push(`/jobs/${jobId}`);
    },
  });
  const read = readCommand(draft);
  const refused = refusedFields(send.error, draft);
  const errors = hasTried && !read.ok ? read.errors : (refused ?? { constants: {} });
  const set = (change: Partial<CommandDraft>) => {
    if (!send.isPending) send.reset();
    setDraft((before) => ({ ...before, ...change }));
  };
  const bind = (name: "name" | "command" | "progress" | "count" | "range") => ({
    name,
    value: draft[name],
    autoComplete: "off",
    spellCheck: false,
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  return (
    <form
      noValidate
      className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (read.ok) send.mutate();
      }}
    >
      <div className="flex min-w-0 flex-col gap-6">
        <fieldset className={BOX}>
          <legend className="sr-only">What is run</legend>
          <TextField
            {...bind("command")}
            label="Command"
            error={errors.command}
            className="[&_input]:font-mono"
            placeholder="python3 backtest.py --seed $INSTANCE_ID"
            hint="Given to a shell in a folder that holds the files below. Status 0 is success."
          />
          <TextField
            {...bind("progress")}
            label="Progress (optional)"
            error={errors.progress}
            className="[&_input]:font-mono"
            placeholder="day (\d+/\d+)"
            hint="A regular expression on each line that it prints: 42, 42%, 0.42 or 3/12 in its first group."
          />
          <div className="grid gap-4 sm:grid-cols-[12rem_minmax(0,1fr)]">
            <SelectField
              label="Runs"
              value={draft.by}
              onChange={(event) => set({ by: event.target.value === "range" ? "range" : "count" })}
            >
              <option value="count">So many</option>
              <option value="range">With these numbers</option>
            </SelectField>
            {draft.by === "count" ? (
              <TextField
                {...bind("count")}
                label="How many"
                inputMode="numeric"
                error={errors.runs}
                hint="Numbered from 0: each run finds its number in INSTANCE_ID."
              />
            ) : (
              <TextField
                {...bind("range")}
                label="Numbers"
                placeholder="1-10, 15"
                error={errors.runs}
                hint="Like 1-10, 15. Each run finds its number in INSTANCE_ID."
              />
            )}
          </div>
        </fieldset>
        <fieldset className={BOX}>
          <legend className="sr-only">Constants</legend>
          <ConstantRows
            constants={draft.constants}
            errors={errors.constants}
            onChange={(constants) => set({ constants })}
          />
        </fieldset>
        <fieldset className={BOX}>
          <legend className="sr-only">Files</legend>
          <FileRows files={files.chosen} onChange={files.choose} isSending={send.isPending} />
          {buckets !== undefined && buckets.length > 0 && (
            <SelectField
              label="And all files of a bucket"
              value={draft.bucket}
              onChange={(event) => set({ bucket: event.target.value })}
            >
              <option value="">None</option>
              {buckets.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </SelectField>
          )}
        </fieldset>
      </div>
      <aside className="flex flex-col gap-4 lg:sticky lg:top-4">
        <AboutRuns />
        <TextField
          {...bind("name")}
          label="Name of the job (optional)"
          error={errors.name}
          placeholder={read.ok ? read.task.name : "as the command"}
        />
        {send.error !== null && refused === null && (
          <Notice kind="problem" isAlert>
            {send.error.message}
          </Notice>
        )}
        {hasTried && (!read.ok || refused !== null) && (
          <Notice kind="problem" isAlert>
            See the fields that are marked.
          </Notice>
        )}
        <Button type="submit" variant="primary" disabled={send.isPending || send.isSuccess}>
          {files.sentBytes === null ? "Run" : `Sending files, ${format.bytes(files.sentBytes)} done…`}
        </Button>
      </aside>
    </form>
  );
}
