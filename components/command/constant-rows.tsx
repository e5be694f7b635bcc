/** Names and values that every run finds in its environment. */
"use client";
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import type { Constant } from "./command-draft.ts";

export function ConstantRows(props: {
  constants: readonly Constant[];
  errors: Record<number, string>;
  onChange: (constants: Constant[]) => void;
}): ReactNode {
  const { constants, errors, onChange } = props;
  const set = (id: number, change: Partial<Constant>) =>
    onChange(constants.map((one) => (one.id === id ? { ...one, ...change } : one)));
  const add = () => {
    const id = Math.max(0, ...constants.map((one) => one.id)) + 1;
    onChange([...constants, { id, key: "", value: "" }]);
  };
  return (
    <>
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-sm font-semibold">Constants</h2>
        <Button size="sm" onClick={add}>
          <Plus /> Add
        </Button>
      </div>
      {constants.length === 0 && (
        <p className="text-sm text-ink-2">
          Values for the command, like SEED or START_YEAR: each run finds them in its environment.
        </p>
      )}
      {constants.map((one, place) => (
        <div key={one.id} className="grid grid-cols-[minmax(0,1fr)_auto] gap-3 sm:grid-cols-[1fr_1fr_auto]">
          <TextField
            label={`Name ${place + 1}`}
            value={one.key}
            error={errors[one.id]}
            autoComplete="off"
            spellCheck={false}
            className="[&_input]:font-mono"
            onChange={(event) => set(one.id, { key: event.target.value })}
          />
          <TextField
            label={`Value ${place + 1}`}
            value={one.value}
            autoComplete="off"
            spellCheck={false}
            className="max-sm:col-start-1 [&_input]:font-mono"
            onChange={(event) => set(one.id, { value: event.target.value })}
          />
          <Button
            variant="quiet"
            isSquare
            aria-label={`Remove constant ${place + 1}`}
            className="mt-[1.375rem] max-sm:col-start-2 max-sm:row-start-1"
            onClick={() => onChange(constants.filter(({ id }) => id !== one.id))}
          >
            <X />
          </Button>
        </div>
      ))}
    </>
  );
}
