/** The links that show a job: those there are, with how often each was opened, and the form for a new one. */
"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyOnce } from "#components/ui/copy-once.tsx";
import { Ask } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { sayError } from "#components/ui/toast.tsx";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { Share } from "#lib/contract/farm/shares.ts";
import { revokeShare, sharesQuery } from "#lib/queries/shares.ts";
import { NewShareForm } from "./new-share-form.tsx";

function ShareRow({ share }: { share: Share }): ReactNode {
  const client = useQueryClient();
  const format = useFormat();
  const revoke = useMutation({ ...revokeShare(farm, client), onError: sayError });
  const allows = [
    share.hasPassword && "asks for a password",
    share.allowsDownload && "lets files be downloaded",
    share.showsFacts && "shows facts",
  ].filter((text) => text !== false);
  return (
    <li className="flex items-start justify-between gap-3 border-b border-line py-3 last:border-0">
      <div className="min-w-0">
        <p className="font-semibold break-words">{share.title}</p>
        <p className="text-xs text-ink-2">
          {share.openedCount === 0 ? "Not opened yet" : `Opened ${format.count(share.openedCount)} ×`}
          {share.lastOpenedAt !== null && (
            <>
              , last <Moment at={share.lastOpenedAt} />
            </>
          )}
          {allows.length > 0 && ` · ${allows.join(", ")}`}
        </p>
        {share.expiresAt !== null && (
          <p className="text-xs text-ink-3">
            Ends <Moment at={share.expiresAt} />
          </p>
        )}
      </div>
      <Ask
        title={`End “${share.title}”?`}
        yes="End the link"
        loses={
          <p>
            It opens nothing any more, and who looks through it now sees nothing more. There is no way back.
          </p>
        }
        onYes={() => revoke.mutate({ shareId: share.id, jobId: share.jobId })}
      >
        <Button size="sm" variant="danger" disabled={revoke.isPending}>
          End
        </Button>
      </Ask>
    </li>
  );
}

export default function ShareLinks({ job }: { job: Job }): ReactNode {
  const { data: shares } = useQuery(sharesQuery(farm, job.id));
  const [made, setMade] = useState<{ title: string; token: string } | null>(null);
  return (
    <div className="flex flex-col gap-5">
      {made !== null && (
        <Notice title={`The link “${made.title}”`}>
          <p className="mb-2">
            Copy it now: it is shown only once. Who has it sees this job and nothing else.
          </p>
          <CopyOnce label="Link" text={`${window.location.origin}/s/${made.token}`} />
        </Notice>
      )}
      {shares !== undefined && shares.length > 0 && (
        <ul aria-label="Links" className="flex flex-col">
          {shares.map((share) => (
            <ShareRow key={share.id} share={share} />
          ))}
        </ul>
      )}
      <NewShareForm job={job} onMade={setMade} />
    </div>
  );
}
