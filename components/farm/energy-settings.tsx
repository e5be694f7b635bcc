/** What the administrator knows about the farm's energy: the factors of every facts sheet. */
"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { fieldErrors, generalError } from "#components/account/field-errors.ts";
import { farm } from "#components/shell/farm-client.ts";
import { Button } from "#components/ui/button.tsx";
import { Window } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { formTexts } from "#components/ui/form-texts.ts";
import { Notice } from "#components/ui/notice.tsx";
import { say } from "#components/ui/toast.tsx";
import { carbonFacts, type CarbonFacts } from "#lib/domain/carbon.ts";
import { carbonQuery } from "#lib/queries/farm.ts";
import { setCarbon } from "#lib/queries/mutations.ts";

/** [path, label, unit, hint] */
const FIELDS = [
  ["wattsPerCore", "Watts of a core at work", "W", "Where a node can't measure it."],
  ["pue", "PUE", "", "All energy ÷ the machines' own; 1 where nothing is cooled."],
  ["heatReused", "Heat reused", "", "Share, 0 to 1, of the energy that replaces other heating."],
  ["gridGrams", "Grid", "g/kWh", "CO₂ for each kWh that the farm takes."],
  ["heatGrams", "Replaced heat", "g/kWh", "CO₂ for each kWh of heat that is saved elsewhere."],
  ["heatingEfficiency", "Replaced heating gives", "kWh", "Of heat for each kWh; 1 for an electric radiator."],
  ["kwhPerPersonDay", "A person's warmth", "kWh", "Of heat for a day."],
  ["litresPerKwh", "Water", "l/kWh", ""],
  ["reference.name", "Compared with", "", ""],
  ["reference.pue", "Its PUE", "", ""],
  ["reference.gridGrams", "Its grid", "g/kWh", ""],
] as const;

const valueAt = (facts: CarbonFacts, path: string): string => {
  const [first = "", second] = path.split(".");
  const value = facts[first as keyof CarbonFacts];
  return String(typeof value === "object" ? value[second as keyof typeof value] : value);
};

/** An empty field is the default again. Shape: {"reference.pue": "1.5"} → {reference: {pue: 1.5}} */
function readForm(texts: Readonly<Record<string, string | undefined>>) {
  const told = ([path]: (typeof FIELDS)[number]) => {
    const text = texts[path]?.trim() ?? "";
    if (text === "") return undefined;
    return path === "reference.name" ? text : Number(text.replace(",", "."));
  };
  const whole = Object.fromEntries(FIELDS.map((field) => [field[0], told(field)]));
  const part = (path: string) => [path.split(".").at(-1), whole[path]] as const;
  return carbonFacts.safeParse({
    ...Object.fromEntries(Object.entries(whole).filter(([path]) => !path.includes("."))),
    reference: Object.fromEntries(["reference.name", "reference.pue", "reference.gridGrams"].map(part)),
  });
}

export function EnergySettings(): ReactNode {
  const client = useQueryClient();
  const { data } = useQuery(carbonQuery(farm));
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const change = useMutation(setCarbon(farm, client));
  if (data === undefined) return null;
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const read = readForm(formTexts(event.currentTarget));
    setTyped(
      read.success
        ? {}
        : Object.fromEntries(
            read.error.issues.map((issue) => [
              issue.path.join("."),
              issue.code === "invalid_type" ? "Write a number." : issue.message,
            ]),
          ),
    );
    if (!read.success) return;
    change.mutate(read.data, {
      onSuccess: () => {
        setOpen(false);
        say("Facts sheets are reckoned with the new figures.");
      },
    });
  };
  const errors = { ...fieldErrors(change.error), ...typed };
  const general = generalError(change.error);
  return (
    <section aria-labelledby="energy-settings" className="rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <h2 id="energy-settings" className="font-semibold">
            Energy and CO₂
          </h2>
          <p className="mt-1 text-sm text-ink-2">
            Facts sheets reckon with {data.wattsPerCore} W a core where a node can't measure, PUE {data.pue},{" "}
            {data.gridGrams} g CO₂ a kWh, and {Math.round(data.heatReused * 100)} % of the energy as heat that
            rooms need.
          </p>
        </div>
        <Button onClick={() => setOpen(true)}>Change…</Button>
      </div>
      <Window title="Energy and CO₂" isOpen={isOpen} onOpenChange={setOpen}>
        <form noValidate onSubmit={send} className="flex flex-col gap-4">
          <p className="text-sm text-ink-2">
            They hold for all jobs, also for those that are done. An empty field takes the default.
          </p>
          {general !== null && (
            <Notice kind="problem" isAlert>
              {general}
            </Notice>
          )}
          <div className="grid gap-4 sm:grid-cols-2">
            {FIELDS.map(([path, label, unit, hint]) => (
              <TextField
                key={path}
                label={label}
                name={path}
                defaultValue={valueAt(data, path)}
                inputMode={path === "reference.name" ? "text" : "decimal"}
                autoComplete="off"
                {...(unit !== "" && { suffix: unit })}
                {...(hint !== "" && { hint })}
                {...(errors[path] !== undefined && { error: errors[path] })}
              />
            ))}
          </div>
          <Button type="submit" variant="primary" disabled={change.isPending} className="self-end">
            {change.isPending ? "Saving…" : "Save"}
          </Button>
        </form>
      </Window>
    </section>
  );
}
