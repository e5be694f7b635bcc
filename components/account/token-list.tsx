/** API tokens: make one, see what each may and when it was used, take one back. */
"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Moment } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { Ask } from "#components/ui/dialog.tsx";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import { say, sayError } from "#components/ui/toast.tsx";
import type { ApiToken } from "#lib/contract/farm/accounts.ts";
import { tokensQuery } from "#lib/queries/accounts.ts";
import { revokeToken } from "#lib/queries/mutations.ts";
import { NewToken } from "./new-token.tsx";
import { SCOPE_WORDS } from "./scope-words.ts";
import { type Secret, SecretWindow } from "./secret-window.tsx";

function TokenRow({ token }: { token: ApiToken }): ReactNode {
  const client = useQueryClient();
  const revoke = useMutation({ ...revokeToken(farm, client), onError: sayError });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-x-3">
          <span className="min-w-0 truncate font-semibold" title={token.name}>
            {token.name}
          </span>
          <span className="text-xs text-ink-2" title={SCOPE_WORDS[token.scope].may}>
            {SCOPE_WORDS[token.scope].name}
          </span>
        </p>
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
  const tokens = useQuery(tokensQuery(farm));
  const [secret, setSecret] = useState<Secret | null>(null);
  return (
    <section aria-labelledby="tokens" className="rounded-lg border border-line bg-surface">
      <div className="border-b border-line p-4">
        <h2 id="tokens" className="font-semibold">
          API tokens
        </h2>
        <p className="mt-1 text-sm text-ink-2">
          For the terminal and for scripts, in place of your password.
        </p>
        <NewToken onMade={setSecret} />
      </div>
      {tokens.error !== null && tokens.data === undefined ? (
        <LoadProblem error={tokens.error} what="your tokens" onRetry={() => void tokens.refetch()} />
      ) : tokens.data?.length === 0 ? (
        <p className="px-4 py-6 text-center text-sm text-ink-2">
          No token yet. Make one for each machine or script, so that each can be revoked alone.
        </p>
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
