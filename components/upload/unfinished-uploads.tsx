/** Uploads that a closed page or a lost evening left behind: they go on where they were. */
"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { Ask } from "#components/ui/dialog.tsx";
import { FileInput } from "#components/ui/file-input.tsx";
import { sayError } from "#components/ui/toast.tsx";
import type { Upload } from "#lib/contract/farm/projects.ts";
import { keys } from "#lib/queries/keys.ts";
import { uploadsQuery } from "#lib/queries/projects.ts";
import { findFile, forgetFile } from "./kept-files.ts";
import { isHeldElsewhere } from "./one-window.ts";
import { isSameFile, storedBytes } from "./plan.ts";
import { resumeUpload } from "./upload-store.ts";
import { UnfinishedTree } from "./unfinished-tree.tsx";
import { useKeptTree } from "./use-kept-tree.ts";
import { uploadView } from "./upload-view.ts";

function Unfinished({ upload, isNewest }: { upload: Upload; isNewest: boolean }): ReactNode {
  const client = useQueryClient();
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const resume = (file: File) => resumeUpload(client, upload, file).catch(sayError);
  // After a reload the newest goes on by itself if its file can be read without asking.
  useEffect(() => {
    if (!isNewest) return;
    void isHeldElsewhere(`upload ${upload.id}`).then(async (isHeld) => {
      const file = isHeld ? null : await findFile(upload.id, false);
      if (file instanceof File && isSameFile(upload, file) && uploadView().status === "idle")
        return resume(file);
      return undefined;
    });
    // Once for each upload that appears here.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [upload.id, isNewest]);
  const goOn = async () => {
    const file = await findFile(upload.id, true);
    if (file instanceof File && isSameFile(upload, file)) await resume(file);
    else input.current?.click();
  };
  const remove = async () => {
    await forgetFile(upload.id);
    await farm.uploads.cancel({ params: { uploadId: upload.id } });
    await client.invalidateQueries({ queryKey: keys.uploads });
  };
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate" title={upload.name}>
          {upload.name}
        </p>
        <p className="text-xs text-ink-2">
          {problem ??
            `${format.share(storedBytes(upload) / upload.sizeBytes)} of ${format.bytes(upload.sizeBytes)} is already there. Choose the same file to go on.`}
        </p>
      </div>
      <Button size="sm" onClick={() => void goOn().catch(sayError)}>
        Go on
      </Button>
      <Ask
        title="Remove this unfinished upload?"
        loses="Its parts are removed from the farm. Your file stays where it is."
        yes="Remove"
        onYes={() => void remove().catch(sayError)}
      >
        <Button size="sm" variant="quiet">
          Remove
        </Button>
      </Ask>
      <FileInput
        ref={input}
        accept=".blend"
        label={`Choose ${upload.name} again`}
        onFiles={([file]) => {
          if (file === undefined) return;
          if (isSameFile(upload, file)) void resume(file);
          else
            setProblem(
              `That is another file: this upload is ${upload.name} with ${format.exactBytes(upload.sizeBytes)}.`,
            );
        }}
      />
    </li>
  );
}

export function UnfinishedUploads(): ReactNode {
  const { data } = useQuery({ ...uploadsQuery(farm), staleTime: 0 });
  const kept = useKeptTree();
  const client = useQueryClient();
  const uploads = data ?? [];
  if (uploads.length === 0 && kept === null) return null;
  return (
    <section aria-labelledby="unfinished" className="rounded-lg border border-line bg-surface">
      <h2 id="unfinished" className="border-b border-line px-4 py-2 text-sm font-semibold">
        Unfinished uploads
      </h2>
      <ul className="divide-y divide-line">
        {kept !== null && (
          <UnfinishedTree
            kept={kept}
            onForget={() => void client.invalidateQueries({ queryKey: ["kept-tree"] })}
          />
        )}
        {uploads.map((upload, at) => (
          <Unfinished key={upload.id} upload={upload} isNewest={at === 0} />
        ))}
      </ul>
    </section>
  );
}
