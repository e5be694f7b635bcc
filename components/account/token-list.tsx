/** API tokens: make one, see when each was used, take one back. */
"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Moment } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { Ask } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { formTexts } from "#components/ui/form-texts.ts";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import { say, sayError } from "#components/ui/toast.tsx";
import type { ApiToken } from "#lib/contract/farm/accounts.ts";
import { tokensQuery } from "#lib/queries/accounts.ts";
import { createToken, revokeToken } from "#lib/queries/mutations.ts";
import { fieldErrors, generalError } from "./field-errors.ts";
import { type Secret, SecretWindow } from "./secret-window.tsx";

function TokenRow({ token }: { token: ApiToken }): ReactNode {
  const client = useQueryClient();
  const revoke = useMutation({ ...revokeToken(farm, client), onError: sayError });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold">{token.name}</p>
        <p className="text-xs text-ink-3">
          made <Moment at={token.createdAt} />,{" "}
          {token.lastUsedAt === null ? (
            "never used"
          ) : (
            <>
              last used <Moment at={token.lastUsedAt} />
            </>
          )}
        </p>
      </div>
      <Ask
        title={`Revoke “${token.name}”?`}
        loses="Every script and terminal that uses it stops working at once. It can't be brought back."
        yes="Revoke"
        onYes={() => revoke.mutate(token.id, { onSuccess: () => say(`“${token.name}” is revoked.`) })}
      >
        <Button size="sm" disabled={revoke.isPending}>
          Revoke
        </Button>
      </Ask>
    </li>
  );
}

export function TokenList(): ReactNode {
  const client = useQueryClient();
  const tokens = useQuery(tokensQuery(farm));
  const [secret, setSecret] = useState<Secret | null>(null);
  const create = useMutation(createToken(farm, client));
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    create.mutate(formTexts(form).name ?? "", {
      onSuccess: ({ token, apiToken }) => {
        form.reset();
        setSecret({
          title: `The token “${apiToken.name}”`,
          label: "API token",
          text: token,
          words: "Keep it like a password: it may do all that you may.",
        });
      },
    });
  };
  return (
    <section aria-labelledby="tokens" className="rounded-lg border border-line bg-surface">
      <div className="border-b border-line p-4">
        <h2 id="tokens" className="font-semibold">
          API tokens
        </h2>
        <p className="mt-1 text-sm text-ink-2">
          For the terminal and for scripts, in place of your password.
        </p>
        <form noValidate onSubmit={send} className="mt-4 flex flex-wrap items-start gap-3">
          <TextField
            label="Name of a new token"
            name="name"
            autoComplete="off"
            placeholder="laptop"
            maxLength={80}
            className="min-w-56 flex-1"
            error={fieldErrors(create.error).name ?? generalError(create.error) ?? undefined}
          />
          <Button type="submit" variant="primary" disabled={create.isPending} className="mt-[1.375rem]">
            Make a token
          </Button>
        </form>
      </div>
      {tokens.error !== null && tokens.data === undefined ? (
        <LoadProblem error={tokens.error} what="your tokens" onRetry={() => void tokens.refetch()} />
      ) : tokens.data?.length === 0 ? (
        <p className="px-4 py-6 text-center text-sm text-ink-3">No token yet.</p>
      ) : (
        <ul className="divide-y divide-line">
          {tokens.data?.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </ul>
      )}
      <SecretWindow secret={secret} onClose={() => setSecret(null)} />
    </section>
  );
}
