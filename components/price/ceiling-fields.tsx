/** The most that a job may cost, and what happens there. */
"use client";
import type { ReactNode } from "react";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { AT_CAP, type AtCap } from "#lib/domain/cap.ts";
import type { CeilingDraft } from "./use-ceiling.ts";

const WORDS: Record<AtCap, string> = { pause: "Pause the job", stop: "Stop the job" };
const HINTS: Record<AtCap, string> = {
  pause: "The rest waits; raise the cap and it goes on.",
  stop: "The rest is canceled; what is finished stays yours.",
};

export function CeilingFields({ draft, hint }: { draft: CeilingDraft; hint?: string }): ReactNode {
  const hasCap = draft.text.trim() !== "";
  return (
    <div className="flex flex-col gap-3">
      <TextField
        name="cap"
        label="Cap"
        suffix="cr"
        inputMode="numeric"
        autoComplete="off"
        placeholder="no cap"
        value={draft.text}
        error={draft.error}
        hint={hint ?? "The job never costs more. At 80 % you are told."}
        onChange={(event) => draft.change({ text: event.target.value })}
      />
      {hasCap && (
        <SelectField
          name="atCap"
          label="At the cap"
          value={draft.atCap}
          hint={HINTS[draft.atCap]}
          onChange={(event) =>
            draft.change({ atCap: AT_CAP.find((one) => one === event.target.value) ?? "pause" })
          }
        >
          {AT_CAP.map((one) => (
            <option key={one} value={one}>
              {WORDS[one]}
            </option>
          ))}
        </SelectField>
      )}
    </div>
  );
}
