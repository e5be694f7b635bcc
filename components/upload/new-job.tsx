/** From a file or a folder to the settings form: drop, upload, and on to the project that it became. */
"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { EarlierFiles } from "#components/project/earlier-files.tsx";
import { FromBucket } from "#components/project/from-bucket.tsx";
import { SampleButton } from "#components/project/sample-button.tsx";
import type { Chosen } from "./choose-file.ts";
import { DropProject } from "./drop-project.tsx";
import { LookedAt } from "./looked-at.tsx";
import { UnfinishedUploads } from "./unfinished-uploads.tsx";
import { UploadCard } from "./upload-card.tsx";
import { beginUpload, clearUpload } from "./upload-store.ts";
import { useUpload } from "./use-upload.ts";

export function NewJob(): ReactNode {
  const router = useRouter();
  const client = useQueryClient();
  const upload = useUpload();
  const done = upload.status === "done" ? upload.project : null;
  useEffect(() => {
    if (done === null) return;
    clearUpload();
    router.replace(`/jobs/new?project=${done.id}`);
  }, [done, router]);
  const begin = ({ file, handle }: Chosen) => beginUpload(client, file, handle);
  return (
    <section className="mx-auto flex max-w-3xl flex-col gap-4">
      <h1 className="text-lg font-semibold">New job</h1>
      {upload.status === "idle" || upload.status === "done" ? (
        <DropProject
          title="Drop a .blend here"
          about="Or the whole folder or .zip with its textures and libraries. It goes straight to the farm's storage."
          onChosen={begin}
          aside={<SampleButton />}
        >
          <UnfinishedUploads />
          <FromBucket />
          <EarlierFiles />
        </DropProject>
      ) : (
        <>
          <UploadCard upload={upload} />
          <LookedAt looked={upload.looked} isAlone={upload.isAlone} />
        </>
      )}
    </section>
  );
}
