/** Every frame of the range, small and with few samples, before the job itself: what is broken shows in the first minutes. */
"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Images } from "lucide-react";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Project } from "#lib/contract/farm/projects.ts";
import { MICRO } from "#lib/domain/credits.ts";
import { expandFrameRange } from "#lib/domain/frame-range.ts";
import { previewSettings } from "#lib/domain/preview.ts";
import type { EffectiveSettings, RenderSettings } from "#lib/domain/render-settings.ts";
import { submitJob } from "#lib/queries/mutations.ts";
import { quoteQuery } from "#lib/queries/quotes.ts";
import { estimateFor, fitsQuote } from "./price-words.ts";
import { useAddressId } from "./use-address-id.ts";

/** Grid and pictures are loaded when there is a preview to see. */
const PreviewSheet = dynamic(() => import("./preview-sheet.tsx").then((all) => all.PreviewSheet));

interface Form {
  settings: RenderSettings | null;
  effective: EffectiveSettings | null;
}

/** About how many credits, once a quote tells; null before. */
function usePreviewPrice(project: Project, wanted: RenderSettings | null): number | null {
  const [quoteId] = useAddressId("quote");
  const { data: quote } = useQuery(quoteQuery(farm, quoteId));
  if (wanted === null || quote === undefined || quote.projectId !== project.id) return null;
  if (!fitsQuote(quote, wanted)) return null;
  const pixels = (wanted.width ?? 0) * (wanted.height ?? 0);
  const work = { frames: expandFrameRange(wanted.frames), pixels, samples: wanted.samples };
  const estimate = estimateFor(quote, work);
  return estimate === null ? null : estimate.likely / MICRO;
}

export function WholePreview(props: { project: Project; form: Form; isStopped: boolean }): ReactNode {
  const { project, form, isStopped } = props;
  const client = useQueryClient();
  const format = useFormat();
  const [jobId, setJobId] = useAddressId("preview");
  const { settings, effective } = form;
  const wanted = settings === null || effective === null ? null : previewSettings(settings, effective);
  const price = usePreviewPrice(project, wanted);
  const submit = useMutation({
    ...submitJob(farm, client),
    onSettled: (id) => id !== undefined && setJobId(id),
  });
  const begin = () => {
    if (wanted === null) return;
    const { bucket, version } = project;
    submit.mutate({ name: `Preview of ${project.name}`, bucket, version, settings: wanted });
  };
  return (
    <section
      aria-label="Preview"
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-64 text-sm text-ink-2">
          {jobId === null ? "See every frame first: " : "Once more with these settings: "}
          {wanted === null
            ? "small, with few samples."
            : `${wanted.width} × ${wanted.height}${wanted.samples === null ? "" : `, ${format.count(wanted.samples)} samples`}, charged like any frame${price === null ? "" : `, about ${format.count(price)} credit${price === 1 ? "" : "s"}`}.`}
        </p>
        <Button size="sm" disabled={wanted === null || isStopped || submit.isPending} onClick={begin}>
          <Images /> {submit.isPending ? "Submitting…" : "Preview every frame"}
        </Button>
      </div>
      {submit.error !== null && (
        <Notice kind="problem" isAlert>
          {submit.error.message}
        </Notice>
      )}
      {jobId !== null && <PreviewSheet jobId={jobId} onForget={() => setJobId(null)} />}
    </section>
  );
}
