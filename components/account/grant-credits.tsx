/** More credits for one person, with a note that both will read in the ledger. */
"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { Window } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { formTexts } from "#components/ui/form-texts.ts";
import { Notice } from "#components/ui/notice.tsx";
import { say } from "#components/ui/toast.tsx";
import { type Account, accounts } from "#lib/contract/farm/accounts.ts";
import { grantCredits } from "#lib/queries/mutations.ts";
import { fieldErrors, generalError } from "./field-errors.ts";

export function GrantCredits({ account }: { account: Account }): ReactNode {
  const client = useQueryClient();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const grant = useMutation(grantCredits(farm, client));
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = formTexts(event.currentTarget);
    const text = form.credits?.trim() ?? "";
    const read = accounts.grant.body?.safeParse({
      credits: text === "" ? undefined : Number(text),
      note: form.note,
    });
    if (read === undefined) return;
    if (!read.success) {
      setTyped(Object.fromEntries(read.error.issues.map((i) => [String(i.path[0]), i.message])));
      return;
    }
    setTyped({});
    grant.mutate(
      { accountId: account.id, ...read.data },
      {
        onSuccess: (changed) => {
          setOpen(false);
          grant.reset();
          say(`${account.email} now has ${format.credits(changed.balance)} credits.`);
        },
      },
    );
  };
  const errors = { ...fieldErrors(grant.error), ...typed };
  const general = generalError(grant.error);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        Grant
      </Button>
      <Window title={`Grant credits to ${account.email}`} isOpen={isOpen} onOpenChange={setOpen}>
        <form noValidate onSubmit={send} className="flex flex-col gap-4">
          {general !== null && (
            <Notice kind="problem" isAlert>
              {general}
            </Notice>
          )}
          <TextField
            label="Credits"
            name="credits"
            inputMode="decimal"
            autoComplete="off"
            error={errors.credits}
            hint="One credit is one core-minute."
          />
          <TextField
            label="Note"
            name="note"
            autoComplete="off"
            maxLength={200}
            error={errors.note}
            hint="Stands in their ledger."
          />
          <Button type="submit" variant="primary" disabled={grant.isPending} className="self-end">
            {grant.isPending ? "Granting…" : "Grant"}
          </Button>
        </form>
      </Window>
    </>
  );
}
