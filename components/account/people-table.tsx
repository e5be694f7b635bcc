/** Everybody with an account, and what an administrator may do for them. */
"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { Ask } from "#components/ui/dialog.tsx";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import { StateMark } from "#components/ui/state-mark.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { say, sayError } from "#components/ui/toast.tsx";
import type { Account } from "#lib/contract/farm/accounts.ts";
import { accountsQuery } from "#lib/queries/accounts.ts";
import { resetPassword, setDisabled } from "#lib/queries/mutations.ts";
import { CreateAccount } from "./create-account.tsx";
import { GrantCredits } from "./grant-credits.tsx";
import { type Secret, SecretWindow } from "./secret-window.tsx";

function DisableButton({ account }: { account: Account }): ReactNode {
  const client = useQueryClient();
  const change = useMutation({
    ...setDisabled(farm, client),
    onError: sayError,
  });
  const set = (isDisabled: boolean) =>
    change.mutate(
      { accountId: account.id, isDisabled },
      { onSuccess: () => say(`${account.email} ${isDisabled ? "is disabled" : "can sign in again"}.`) },
    );
  if (account.isDisabled)
    return (
      <Button size="sm" disabled={change.isPending} onClick={() => set(false)}>
        Enable
      </Button>
    );
  return (
    <Ask
      title={`Disable ${account.email}?`}
      yes="Disable"
      onYes={() => set(true)}
      loses="They are signed out everywhere at once and their API tokens stop working. Their jobs, files and credits stay, and you can enable them again."
    >
      <Button size="sm" disabled={change.isPending}>
        Disable
      </Button>
    </Ask>
  );
}

function ResetButton(props: { account: Account; onMade: (secret: Secret) => void }): ReactNode {
  const { account } = props;
  const reset = useMutation({ ...resetPassword(farm), onError: sayError });
  return (
    <Ask
      title={`Set a new password for ${account.email}?`}
      yes="Set a new password"
      onYes={() =>
        reset.mutate(account.id, {
          onSuccess: ({ password }) =>
            props.onMade({
              title: `New password of ${account.email}`,
              label: "Password",
              text: password,
              words: "Send it to them on a way you trust.",
            }),
        })
      }
      loses="The old password stops working and they are signed out everywhere at once."
    >
      <Button size="sm" disabled={reset.isPending}>
        Reset password
      </Button>
    </Ask>
  );
}

function Row({ account, onMade }: { account: Account; onMade: (secret: Secret) => void }): ReactNode {
  const format = useFormat();
  return (
    <tr className={account.isDisabled ? "text-ink-3" : undefined}>
      <Td className="max-w-80 truncate font-semibold max-md:w-full" title={account.email}>
        {account.email}
      </Td>
      <Td>{account.role === "admin" ? "Administrator" : "Artist"}</Td>
      <Td>
        <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
          <StateMark state={account.isDisabled ? "canceled" : "completed"} className="size-3.5" />
          {account.isDisabled ? "Disabled" : "Enabled"}
        </span>
      </Td>
      <Td className="figure text-right">
        {format.credits(account.balance)}
        <span className="text-ink-3 md:hidden"> credits</span>
      </Td>
      <Td className="figure text-right max-md:hidden">{format.credits(account.held)}</Td>
      <Td className="whitespace-nowrap text-ink-2 max-md:hidden">
        <Moment at={account.createdAt} />
      </Td>
      <Td className="max-md:w-full">
        <span className="flex gap-2 md:justify-end">
          <GrantCredits account={account} />
          <ResetButton account={account} onMade={onMade} />
          <DisableButton account={account} />
        </span>
      </Td>
    </tr>
  );
}

export function PeopleTable(): ReactNode {
  const people = useQuery(accountsQuery(farm));
  const [secret, setSecret] = useState<Secret | null>(null);
  if (people.data === undefined)
    return people.error === null ? null : (
      <LoadProblem error={people.error} what="the accounts" onRetry={() => void people.refetch()} />
    );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-center justify-between gap-4">
        <h1 className="text-lg font-semibold">People</h1>
        <CreateAccount onMade={setSecret} />
      </div>
      <Table
        label="Accounts"
        className="max-md:[&_tbody]:divide-y max-md:[&_tbody]:divide-line max-md:[&_td]:border-0 max-md:[&_td]:px-0 max-md:[&_td]:py-0 max-md:[&_thead]:sr-only max-md:[&_tr]:flex max-md:[&_tr]:flex-wrap max-md:[&_tr]:items-baseline max-md:[&_tr]:gap-x-4 max-md:[&_tr]:gap-y-2 max-md:[&_tr]:p-4"
      >
        <thead>
          <tr>
            <Th>E-mail</Th>
            <Th>Role</Th>
            <Th>State</Th>
            <Th className="text-right">Credits</Th>
            <Th className="text-right">Held</Th>
            <Th>Since</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>td]:border-b-0">
          {people.data.map((account) => (
            <Row key={account.id} account={account} onMade={setSecret} />
          ))}
        </tbody>
      </Table>
      <SecretWindow secret={secret} onClose={() => setSecret(null)} />
    </div>
  );
}
