/** Files that scripts or S3 tools put into buckets: any .blend there is rendered with all that lies beside it. */
"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { ChevronRight, FileBox } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { cn } from "#components/ui/cn.ts";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Bucket, BucketFile } from "#lib/contract/farm/buckets.ts";
import { blendsQuery, bucketsQuery, chooseBlend } from "#lib/queries/buckets.ts";

/** What scripts fill; projects are listed by their files already, results hold pictures. */
const FILLED = new Set<Bucket["kind"]>(["files", "disk"]);

function BlendList({ bucket, files }: { bucket: string; files: readonly BucketFile[] }): ReactNode {
  const router = useRouter();
  const format = useFormat();
  const choose = useMutation({
    ...chooseBlend(farm),
    onSuccess: (project) => router.push(`/jobs/new?project=${project.id}`),
  });
  if (files.length === 0)
    return <p className="px-10 pb-3 text-sm text-ink-2">There is no .blend in this bucket.</p>;
  return (
    <>
      <ul className="pb-2">
        {files.map((file) => (
          <li key={file.key}>
            <button
              type="button"
              disabled={choose.isPending}
              onClick={() => choose.mutate({ bucket, blendFile: file.key })}
              className="flex w-full items-baseline gap-3 py-1.5 pr-4 pl-10 text-left hover:bg-raised"
            >
              <FileBox aria-hidden className="size-4 shrink-0 self-center text-ember-ink" />
              <span className="min-w-0 flex-1 truncate" title={file.key}>
                {file.key}
              </span>
              <span className="figure text-xs text-ink-3">{format.bytes(file.sizeBytes)}</span>
            </button>
          </li>
        ))}
      </ul>
      {choose.error !== null && (
        <Notice kind="problem" isAlert className="mx-4 mb-3">
          {choose.error.message}
        </Notice>
      )}
    </>
  );
}

function BucketRow({ bucket }: { bucket: Bucket }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { data, error, refetch } = useQuery({ ...blendsQuery(farm, bucket.name), enabled: isOpen });
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex w-full items-baseline gap-3 px-4 py-2.5 text-left hover:bg-raised"
      >
        <ChevronRight
          aria-hidden
          className={cn("size-4 shrink-0 self-center transition-transform", isOpen && "rotate-90")}
        />
        <span className="min-w-0 flex-1 truncate" title={bucket.description || bucket.name}>
          {bucket.name}
        </span>
        <span className="figure text-xs text-ink-3">
          <Moment at={bucket.usedAt} />
        </span>
      </button>
      {isOpen && error !== null && (
        <LoadProblem error={error} what="the bucket" onRetry={() => void refetch()} />
      )}
      {isOpen && data !== undefined && <BlendList bucket={bucket.name} files={data} />}
    </li>
  );
}

export function FromBucket(): ReactNode {
  const { data } = useQuery(bucketsQuery(farm));
  const filled = (data ?? []).filter((bucket) => FILLED.has(bucket.kind));
  if (filled.length === 0) return null;
  return (
    <section aria-labelledby="from-bucket" className="rounded-lg border border-line bg-surface">
      <h2 id="from-bucket" className="border-b border-line px-4 py-2 text-sm font-semibold">
        Or render from a bucket
      </h2>
      <ul className="divide-y divide-line">
        {filled.map((bucket) => (
          <BucketRow key={bucket.name} bucket={bucket} />
        ))}
      </ul>
    </section>
  );
}
