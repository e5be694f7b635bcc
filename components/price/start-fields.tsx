/** “Start by itself”: the tick, and what the job may cost then. */
"use client";
import type { ReactNode } from "react";
import { TextField } from "#components/ui/field.tsx";
import type { StartDraft } from "./use-start.ts";

export function StartFields({ draft }: { draft: StartDraft }): ReactNode {
  return (
    <div className="flex flex-col gap-2 text-sm">
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          className="mt-1 accent-ember"
          checked={draft.isWanted}
          onChange={(event) => draft.change({ isWanted: event.target.checked })}
        />
        Start by itself if the price is right
      </label>
      {draft.isWanted && (
        <TextField
          name="within"
          label="It may cost"
          suffix="cr"
          inputMode="numeric"
          autoComplete="off"
          placeholder="400"
          value={draft.text}
          error={draft.error}
          hint="It starts when the whole range is within this, no probe fails and no file is missing. This is its cap, too, unless you set another. You can close the page: you are told."
          onChange={(event) => draft.change({ text: event.target.value })}
        />
      )}
    </div>
  );
}
