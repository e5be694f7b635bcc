/** What to render of the file, and how the picture shall be: the fields of a job's form. */
"use client";
import type { ReactNode } from "react";
import { useFormat } from "#components/shell/reader.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { type BlendScene, type BlendSummary, sceneOf } from "#lib/domain/blend-summary.ts";
import {
  type EffectiveSettings,
  ENGINE_NAMES,
  ENGINES,
  FORMAT_NAMES,
  OUTPUT_FORMATS,
} from "#lib/domain/render-settings.ts";
import { type Draft, type DraftErrors, draftFromScene, framesIn } from "./draft.ts";

const CARD = "grid gap-4 rounded-lg border border-line bg-surface p-4 sm:p-6";

interface FieldsProps {
  draft: Draft;
  scene: BlendScene;
  errors: DraftErrors;
  isDisabled: boolean;
  onChange: (change: Partial<Draft>) => void;
}

const bindTo =
  ({ draft, errors, onChange }: FieldsProps) =>
  (name: Exclude<keyof Draft, "denoise" | "fileScripts">) => ({
    name,
    value: draft[name],
    error: errors[name],
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });

export function SceneFields(props: FieldsProps & { summary: BlendSummary }): ReactNode {
  const { draft, scene, summary, onChange } = props;
  const format = useFormat();
  const bind = bindTo(props);
  const frames = framesIn(draft.frames);
  return (
    <fieldset disabled={props.isDisabled} className={`${CARD} sm:grid-cols-2`}>
      <legend className="sr-only">What to render</legend>
      {summary.scenes.length > 1 && (
        <SelectField
          {...bind("scene")}
          label="Scene"
          onChange={(event) => {
            const next = sceneOf(summary, event.target.value);
            if (next !== undefined) onChange(draftFromScene(next));
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
      <SelectField {...bind("engine")} label="Engine">
        {ENGINES.map((engine) => (
          <option key={engine} value={engine}>
            {ENGINE_NAMES[engine]}
          </option>
        ))}
      </SelectField>
      {draft.engine === "BLENDER_WORKBENCH" ? (
        <TextField label="Samples" disabled value="" placeholder="none" hint="Workbench has none." readOnly />
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
  );
}

export function PictureFields(props: FieldsProps & { effective: EffectiveSettings | null }): ReactNode {
  const { scene, effective } = props;
  const bind = bindTo(props);
  const fileFormat = scene.isMovieFormat ? "PNG frames" : scene.format;
  return (
    <fieldset disabled={props.isDisabled} className={`${CARD} grid-cols-2 sm:grid-cols-3`}>
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
  );
}
