/** The form for a new API token: a name to know it by, and no more rights than its script needs. */
"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Button } from "#components/ui/button.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { formTexts } from "#components/ui/form-texts.ts";
import { type Scope, SCOPES } from "#lib/domain/account.ts";
import { createToken } from "#lib/queries/mutations.ts";
import { fieldErrors, generalError } from "./field-errors.ts";
import { SCOPE_WORDS } from "./scope-words.ts";
import type { Secret } from "./secret-window.tsx";

export function NewToken({ onMade }: { onMade: (secret: Secret) => void }): ReactNode {
  const client = useQueryClient();
  const create = useMutation(createToken(farm, client));
  const [scope, setScope] = useState<Scope>("submit");
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    create.mutate(
      { name: formTexts(form).name ?? "", scope },
      {
        onSuccess: ({ token, apiToken }) => {
          form.reset();
          onMade({
            title: `The token “${apiToken.name}”`,
            label: "API token",
            text: token,
            words: `Keep it like a password. ${SCOPE_WORDS[apiToken.scope].may}`,
          });
        },
      },
    );
  };
  return (
    <form noValidate onSubmit={send} className="mt-4 grid items-start gap-3 sm:grid-cols-[1fr_12rem_auto]">
      <TextField
        label="Name of a new token"
        name="name"
        autoComplete="off"
        placeholder="laptop"
        maxLength={80}
        error={fieldErrors(create.error).name ?? generalError(create.error) ?? undefined}
      />
      <SelectField
        label="It may"
        value={scope}
        onChange={(event) => setScope(SCOPES.find((s) => s === event.target.value) ?? "submit")}
        aria-describedby="scope-means"
      >
        {SCOPES.map((value) => (
          <option key={value} value={value}>
            {SCOPE_WORDS[value].name}
          </option>
        ))}
      </SelectField>
      <Button type="submit" variant="primary" disabled={create.isPending} className="sm:mt-[1.375rem]">
        Make a token
      </Button>
      <p id="scope-means" className="text-xs text-ink-3 sm:col-span-3">
        {SCOPE_WORDS[scope].may}
      </p>
    </form>
  );
}
