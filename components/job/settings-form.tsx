/** The settings of a job, filled from the file; what it comes to, and the button that sends it. */
"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Flame } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { ExternalFiles } from "#components/project/external-files.tsx";
import { FindingsList } from "#components/project/findings-list.tsx";
import { MissingFiles } from "#components/project/missing-files.tsx";
import { CeilingFields } from "#components/price/ceiling-fields.tsx";
import { QuotePanel } from "#components/price/quote-panel.tsx";
import { useCeiling } from "#components/price/use-ceiling.ts";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { BlendSummary as FileRead } from "#lib/blend/summary.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import { type BlendSummary, sceneOf } from "#lib/domain/blend-summary.ts";
import {
  effectiveSettings,
  ENGINE_NAMES,
  ENGINES,
  FORMAT_NAMES,
  OUTPUT_FORMATS,
  settingsFromScene,
} from "#lib/domain/render-settings.ts";
import { farmQuery } from "#lib/queries/farm.ts";
import { submitJob } from "#lib/queries/mutations.ts";
import { DenoiseChoice } from "./denoise-choice.tsx";
import { type Draft, type DraftErrors, draftFromScene, errorsFrom, framesIn, readDraft } from "./draft.ts";
import { alsoFound, findingsOf } from "./findings.ts";
import { PriceBox } from "./price-box.tsx";

export function SettingsForm(props: {
  project: Project;
  summary: BlendSummary;
  /** What the browser's own reader found; null where another window brought the file. */
  read: FileRead | null;
}): ReactNode {
  const { project, summary, read: fileRead } = props;
  const router = useRouter();
  const client = useQueryClient();
  const format = useFormat();
  const first = sceneOf(summary, null) ?? summary.scenes[0];
  const [draft, setDraft] = useState<Draft | null>(first === undefined ? null : draftFromScene(first));
  const [hasTried, setTried] = useState(false);
  const [goesWithout, setGoesWithout] = useState(false);
  /** Null until the artist chooses; then the choice stands whatever the farm's nodes become. */
  const [denoise, setDenoise] = useState<"file" | "off" | null>(null);
  const ceiling = useCeiling();
  const { data: status } = useQuery(farmQuery(farm));
  const submit = useMutation({
    ...submitJob(farm, client),
    onSuccess: (jobId) => router.push(`/jobs/${jobId}`),
  });
  const scene = draft === null ? undefined : sceneOf(summary, draft.scene);
  if (draft === null || scene === undefined)
    return <Notice kind="problem">The file has no scene to render. Save it in Blender again.</Notice>;

  const plain = readDraft(draft, project.blendFile);
  // While a field is half written, the findings stay those of the scene: nothing jumps.
  const settings = plain.ok ? plain.settings : settingsFromScene(project.blendFile, scene);
  const findings = findingsOf(summary, scene, settings, status?.blenders ?? []);
  const chosen = denoise ?? (findings.asksDenoising ? "off" : "file");
  const read = readDraft({ ...draft, denoise: chosen }, project.blendFile);
  const errors: DraftErrors = { ...errorsFrom(submit.error), ...(read.ok ? {} : read.errors) };
  const frames = framesIn(draft.frames);
  const effective = read.ok ? effectiveSettings(read.settings, scene) : null;
  const set = (change: Partial<Draft>) => {
    submit.reset();
    setDraft({ ...draft, ...change });
  };
  const bind = (name: Exclude<keyof Draft, "denoise">) => ({
    name,
    value: draft[name],
    error: errors[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  // Rendering in spite of missing files is the artist's own word.
  const waitsForWord = summary.missingFiles.length > 0 && !goesWithout;
  const send = () => {
    setTried(true);
    if (read.ok && ceiling.value !== undefined && findings.blockers.length === 0 && !waitsForWord)
      submit.mutate({
        name: project.name,
        bucket: project.bucket,
        version: project.version,
        settings: read.settings,
        ceiling: ceiling.value,
      });
  };
  const general =
    submit.error !== null && Object.keys(errorsFrom(submit.error)).length === 0 ? submit.error : null;
  const fileFormat = scene.isMovieFormat ? "PNG frames" : scene.format;
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
        {findings.blockers.map((text) => (
          <Notice key={text} kind="problem" isAlert>
            {text}
          </Notice>
        ))}
        {findings.warnings.map((text) => (
          <Notice key={text} kind="warning">
            {text}
          </Notice>
        ))}
        <MissingFiles paths={summary.missingFiles} isAccepted={goesWithout} onAccept={setGoesWithout} />
        {fileRead !== null && (
          <FindingsList findings={alsoFound(fileRead, scene.name, status?.blenders ?? [])} />
        )}
        {fileRead !== null && <ExternalFiles files={fileRead.externalFiles} />}
        {findings.asksDenoising && <DenoiseChoice value={chosen} onChange={setDenoise} />}
        <fieldset className="grid gap-4 rounded-lg border border-line bg-surface p-4 sm:grid-cols-2 sm:p-6">
          <legend className="sr-only">What to render</legend>
          {summary.scenes.length > 1 && (
            <SelectField
              {...bind("scene")}
              label="Scene"
              onChange={(event) => {
                const next = sceneOf(summary, event.target.value);
                if (next !== undefined) set(draftFromScene(next));
              }}
            >
              {summary.scenes.map((s) => (
                <option key={s.name} value={s.name}>
                  {s.name}
                </option>
              ))}
            </SelectField>
          )}
          {scene.cameras.length > 1 && (
            <SelectField {...bind("camera")} label="Camera">
              {scene.cameras.map((camera) => (
                <option key={camera} value={camera}>
                  {camera}
                </option>
              ))}
            </SelectField>
          )}
          <TextField
            {...bind("frames")}
            label="Frames"
            className="sm:col-span-2"
            autoComplete="off"
            spellCheck={false}
            placeholder="1-250"
            hint={
              frames === null
                ? "Like 1-10, 15, 20-30x2"
                : `${format.count(frames)} frame${frames === 1 ? "" : "s"}. Ranges like 1-10, 15, 20-30x2 work, negative frames too.`
            }
          />
          <SelectField
            {...bind("engine")}
            label="Engine"
            hint={
              scene.engine === "OTHER"
                ? `The file asks for ${scene.engineName}, which the farm has not.`
                : undefined
            }
          >
            {ENGINES.map((engine) => (
              <option key={engine} value={engine}>
                {ENGINE_NAMES[engine]}
              </option>
            ))}
          </SelectField>
          {draft.engine === "BLENDER_WORKBENCH" ? (
            <TextField
              label="Samples"
              disabled
              value=""
              placeholder="none"
              hint="Workbench has none."
              readOnly
            />
          ) : (
            <TextField
              {...bind("samples")}
              label="Samples"
              inputMode="numeric"
              autoComplete="off"
              placeholder="as the file says"
            />
          )}
        </fieldset>
        <fieldset className="grid grid-cols-2 gap-4 rounded-lg border border-line bg-surface p-4 sm:grid-cols-3 sm:p-6">
          <legend className="sr-only">The picture</legend>
          <TextField {...bind("width")} label="Width" inputMode="numeric" suffix="px" autoComplete="off" />
          <TextField {...bind("height")} label="Height" inputMode="numeric" suffix="px" autoComplete="off" />
          <TextField
            {...bind("percentage")}
            label="Percentage"
            inputMode="numeric"
            suffix="%"
            autoComplete="off"
            hint={effective === null ? undefined : `Renders ${effective.width} × ${effective.height} pixels.`}
            className="max-sm:col-span-2"
          />
          <SelectField {...bind("format")} label="Format" className="max-sm:col-span-2 sm:col-span-2">
            {OUTPUT_FORMATS.map((name) => (
              <option key={name} value={name}>
                {name === "FILE" ? `${FORMAT_NAMES.FILE} (${fileFormat})` : FORMAT_NAMES[name]}
              </option>
            ))}
          </SelectField>
          <SelectField
            label="Tiles"
            disabled
            value="0x0"
            onChange={() => undefined}
            hint="Whole frames only, for now."
            className="max-sm:col-span-2"
          >
            <option value="0x0">0x0</option>
          </SelectField>
        </fieldset>
      </div>
      <aside className="flex flex-col gap-4 lg:sticky lg:top-4">
        <PriceBox frames={frames} effective={effective} />
        <QuotePanel projectId={project.id} form={{ settings: read.ok ? read.settings : null, effective }} />
        <section aria-label="Ceiling" className="rounded-lg border border-line bg-surface p-4">
          <CeilingFields draft={ceiling} />
        </section>
        {general !== null && (
          <Notice kind="problem" isAlert>
            {general.message}
          </Notice>
        )}
        {hasTried && (!read.ok || ceiling.error !== undefined) && (
          <Notice kind="problem" isAlert>
            Some settings need a change; they say what.
          </Notice>
        )}
        <Button
          type="submit"
          variant="primary"
          disabled={submit.isPending || submit.isSuccess || findings.blockers.length > 0 || waitsForWord}
        >
          <Flame />
          {submit.isPending || submit.isSuccess
            ? "Submitting…"
            : frames === null
              ? "Render"
              : `Render ${format.count(frames)} frame${frames === 1 ? "" : "s"}`}
        </Button>
      </aside>
    </form>
  );
}
