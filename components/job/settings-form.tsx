/** The settings of a job, filled from the file as soon as it is read; what is to know of it, what it comes to, and the order. */
"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { FileContents } from "#components/project/file-contents.tsx";
import { CeilingFields } from "#components/price/ceiling-fields.tsx";
import { QuotePanel } from "#components/price/quote-panel.tsx";
import { WholePreview } from "#components/price/whole-preview.tsx";
import { useCeiling } from "#components/price/use-ceiling.ts";
import { SceneLook } from "#components/scene/scene-look.tsx";
import { farm } from "#components/shell/farm-client.ts";
import { Notice } from "#components/ui/notice.tsx";
import { placeOrder, sendOrder, takeBackOrder } from "#components/upload/standing-order.ts";
import type { MissingFile } from "#components/upload/upload-view.ts";
import { useOrder } from "#components/upload/use-upload.ts";
import type { BlendSummary as FileRead } from "#lib/blend/summary.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import { type BlendScene, type BlendSummary, sceneOf } from "#lib/domain/blend-summary.ts";
import { effectiveSettings, settingsFromScene } from "#lib/domain/render-settings.ts";
import { stops } from "#lib/domain/findings.ts";
import { type Draft, type DraftErrors, draftFromScene, errorsFrom, framesIn, readDraft } from "./draft.ts";
import { FileFindings } from "./file-findings.tsx";
import { type FormState, keepForm, useKeptForm } from "./kept-form.ts";
import { PriceBox } from "./price-box.tsx";
import { PictureFields, SceneFields } from "./scene-fields.tsx";
import { SendPanel } from "./send-panel.tsx";
import { useFindings } from "./use-findings.ts";

interface SettingsFormProps {
  /** Under what name that which is typed is kept. */
  formKey: string;
  /** The job's. */
  name: string;
  blendFile: string;
  /** Null until the upload is there. */
  project: Project | null;
  isUploading: boolean;
  /** What the form is filled from: a node's Blender's word where there is one, else the browser's. */
  summary: BlendSummary;
  /** What the browser's own reader found; null where another window brought the file. */
  read: FileRead | null;
  missing: readonly MissingFile[];
  /** Null where nothing can be added. */
  onAdd: ((files: File[]) => void) | null;
}

export function SettingsForm(props: SettingsFormProps): ReactNode {
  const first = sceneOf(props.summary, null) ?? props.summary.scenes[0];
  if (first === undefined)
    return <Notice kind="problem">The file has no scene to render. Save it in Blender again.</Notice>;
  return <FormOfScenes {...props} first={first} />;
}

function FormOfScenes(props: SettingsFormProps & { first: BlendScene }): ReactNode {
  const { formKey, project, blendFile, summary, read: fileRead, isUploading, first } = props;
  const client = useQueryClient();
  const order = useOrder(formKey);
  const ceiling = useCeiling();
  const [hasTried, setTried] = useState(false);
  const untouched = useMemo<FormState>(
    () => ({ draft: draftFromScene(first), denoise: null, goesWithout: false }),
    [first],
  );
  const form = useKeptForm(formKey) ?? untouched;
  useEffect(() => {
    if (project !== null && !isUploading && order.state === "waiting") void sendOrder(farm, client, project);
  }, [project, isUploading, order.state, client]);

  const { goesWithout } = form;
  const scene = sceneOf(summary, form.draft.scene) ?? first;
  const draft = scene.name === form.draft.scene ? form.draft : draftFromScene(scene);
  const plain = readDraft(draft, blendFile);
  // While a field is half written, the findings stay those of the scene: nothing jumps.
  const settings = plain.ok ? plain.settings : settingsFromScene(blendFile, scene);
  const findings = useFindings({
    summary,
    read: fileRead,
    scene: scene.name,
    settings,
    missing: props.missing,
  });
  const asksDenoising = findings.some(({ code }) => code === "no_denoiser");
  const denoise = form.denoise ?? (asksDenoising ? "off" : "file");
  const read = readDraft({ ...draft, denoise }, blendFile);
  const refusal = order.state === "refused" ? order.error : null;
  const errors: DraftErrors = { ...errorsFrom(refusal), ...(read.ok ? {} : read.errors) };
  const frames = framesIn(draft.frames);
  const effective = read.ok ? effectiveSettings(read.settings, scene) : null;
  const isStopped = stops(findings, goesWithout);
  const isOrdered = order.state !== "none" && order.state !== "refused";
  const change = (to: Partial<FormState>) => {
    if (order.state === "refused") takeBackOrder();
    keepForm(formKey, { ...form, draft, ...to });
  };
  const set = (to: Partial<Draft>) => change({ draft: { ...draft, ...to } });
  const priced = { settings: read.ok ? read.settings : null, effective };
  const toStart = { name: props.name, ceiling: ceiling.value, acceptsMissing: goesWithout, isStopped };
  const send = () => {
    setTried(true);
    if (read.ok && ceiling.value !== undefined && !isStopped && !isOrdered)
      placeOrder({ key: formKey, name: props.name, settings: read.settings, ceiling: ceiling.value });
  };
  // What a node has not looked into can't be probed yet.
  const canRender = project !== null && project.summary !== null;
  const fields = { draft, scene, errors, isDisabled: isOrdered, onChange: set };
  return (
    <form
      noValidate
      className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex min-w-0 flex-col gap-6">
        {fileRead !== null && <FileContents summary={fileRead} />}
        <FileFindings
          findings={findings}
          answers={{ denoise, goesWithout, fileScripts: draft.fileScripts }}
          isDisabled={isOrdered}
          onAdd={props.onAdd}
          onAnswer={({ fileScripts, ...answer }) => {
            if (fileScripts !== undefined) set({ fileScripts });
            else change(answer);
          }}
        />
        {project !== null && (
          <SceneLook
            key={scene.name}
            of={{ kind: "project", projectId: project.id, version: project.version }}
            scene={scene.name}
          />
        )}
        <SceneFields {...fields} summary={summary} />
        <PictureFields {...fields} effective={effective} />
        {canRender && <WholePreview project={project} form={priced} isStopped={isStopped} />}
      </div>
      <aside className="flex flex-col gap-4 lg:sticky lg:top-4">
        <PriceBox frames={frames} effective={effective} />
        {canRender && <QuotePanel projectId={project.id} form={priced} job={toStart} />}
        <section aria-label="Ceiling" className="rounded-lg border border-line bg-surface p-4">
          <CeilingFields draft={ceiling} />
        </section>
        <SendPanel
          order={order}
          frames={frames}
          isUploading={isUploading}
          isStopped={isStopped}
          isWrong={hasTried && (!read.ok || ceiling.error !== undefined)}
          refusal={refusal !== null && Object.keys(errorsFrom(refusal)).length === 0 ? refusal : null}
        />
      </aside>
    </form>
  );
}
