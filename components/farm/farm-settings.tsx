/** What the administrator chose for the whole farm: whether it runs plain commands. Asked before it is turned on. */
"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Moment } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { Ask } from "#components/ui/dialog.tsx";
import { StateMark } from "#components/ui/state-mark.tsx";
import { say, sayError } from "#components/ui/toast.tsx";
import { setAllowsScripts } from "#lib/queries/mutations.ts";
import { farmSettingsQuery } from "#lib/queries/farm.ts";

const MEANS_ON = (
  <>
    <p>
      Everybody with an account may then run any program on every node that has a sandbox: profile{" "}
      <code className="font-mono text-xs">script</code>, as finance and research use it.
    </p>
    <p className="mt-2">
      Commands have no network, see only their own files, are bounded in time, memory, processes and disk, and
      are charged by their CPU time. The sandbox is what stands between them and your machines; a flaw in the
      kernel would be a way past it.
    </p>
  </>
);
const MEANS_OFF =
  "New ones are refused, and those that wait go on waiting until it is allowed again. Those that run now may end.";

export function FarmSettings(): ReactNode {
  const client = useQueryClient();
  const { data } = useQuery(farmSettingsQuery(farm));
  const change = useMutation({ ...setAllowsScripts(farm, client), onError: sayError });
  if (data === undefined) return null;
  const { allowsScripts, changed } = data;
  const set = (isAllowed: boolean) =>
    change.mutate(isAllowed, {
      onSuccess: () => say(isAllowed ? "The farm runs commands now." : "The farm runs no commands any more."),
    });
  return (
    <section aria-labelledby="farm-settings" className="rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <h2 id="farm-settings" className="flex items-center gap-2 font-semibold">
            <StateMark state={allowsScripts ? "completed" : "canceled"} className="size-3.5" />
            Commands are {allowsScripts ? "allowed" : "not allowed"}
          </h2>
          <p className="mt-1 text-sm text-ink-2">
            Whether accounts may run plain commands on the farm's nodes besides rendering (profile{" "}
            <code className="font-mono text-xs">script</code>), in the same sandbox without network.
            {changed !== null && (
              <span className="text-ink-3">
                {" "}
                Changed by {changed.by}, <Moment at={changed.at} />.
              </span>
            )}
          </p>
        </div>
        <Ask
          title={allowsScripts ? "Stop running commands?" : "Let the farm run commands?"}
          loses={allowsScripts ? MEANS_OFF : MEANS_ON}
          yes={allowsScripts ? "Stop running them" : "Allow commands"}
          onYes={() => set(!allowsScripts)}
        >
          <Button disabled={change.isPending}>{allowsScripts ? "Turn off" : "Allow…"}</Button>
        </Ask>
      </div>
    </section>
  );
}
