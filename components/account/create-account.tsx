/** A new person: e-mail, role, and credits to begin with. The password is made by the farm. */
"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Button } from "#components/ui/button.tsx";
import { Window } from "#components/ui/dialog.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { formTexts } from "#components/ui/form-texts.ts";
import { Notice } from "#components/ui/notice.tsx";
import { accounts } from "#lib/contract/farm/accounts.ts";
import { createAccount } from "#lib/queries/mutations.ts";
import { fieldErrors, generalError } from "./field-errors.ts";
import type { Secret } from "./secret-window.tsx";

export function CreateAccount({ onMade }: { onMade: (secret: Secret) => void }): ReactNode {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const create = useMutation(createAccount(farm, client));
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = formTexts(event.currentTarget);
    const grant = form.grantCredits?.trim() ?? "";
    const read = accounts.create.body?.safeParse({
      email: form.email,
      role: form.role,
      grantCredits: grant === "" ? undefined : Number(grant),
    });
    if (read === undefined) return;
    if (!read.success) {
      setTyped(Object.fromEntries(read.error.issues.map((i) => [String(i.path[0]), i.message])));
      return;
    }
    setTyped({});
    create.mutate(read.data, {
      onSuccess: ({ account, password }) => {
        setOpen(false);
        create.reset();
        if (password !== null)
          onMade({
            title: `${account.email} can sign in`,
            label: "Password",
            text: password,
            words: "Send this password to them on a way you trust.",
          });
      },
    });
  };
  const errors = { ...fieldErrors(create.error), ...typed };
  const general = generalError(create.error);
  return (
    <>
      <Button variant="primary" size="sm" onClick={() => setOpen(true)}>
        <UserPlus /> Add a person
      </Button>
      <Window
        title="Add a person"
        isOpen={isOpen}
        onOpenChange={(open) => {
          setOpen(open);
          setTyped({});
          create.reset();
        }}
      >
        <form noValidate onSubmit={send} className="flex flex-col gap-4">
          {general !== null && (
            <Notice kind="problem" isAlert>
              {general}
            </Notice>
          )}
          <TextField label="E-mail" name="email" type="email" autoComplete="off" error={errors.email} />
          <SelectField label="Role" name="role" defaultValue="artist" error={errors.role}>
            <option value="artist">Artist: renders their own jobs</option>
            <option value="admin">Administrator: runs the farm, too</option>
          </SelectField>
          <TextField
            label="Credits to begin with"
            name="grantCredits"
            inputMode="decimal"
            autoComplete="off"
            hint="Empty: what every new account gets. One credit is one core-minute."
            error={errors.grantCredits}
          />
          <Button type="submit" variant="primary" disabled={create.isPending} className="self-end">
            {create.isPending ? "Adding…" : "Add"}
          </Button>
        </form>
      </Window>
    </>
  );
}
