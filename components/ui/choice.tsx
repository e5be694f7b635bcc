/** One of a few, each in a line with what it means. */
"use client";
import { RadioGroup } from "radix-ui";
import { type ReactNode, useId } from "react";

export function Choice<Value extends string>(props: {
  label: string;
  value: Value;
  choices: readonly (readonly [value: Value, name: string, meaning: string])[];
  onChange: (value: Value) => void;
  isDisabled?: boolean;
}): ReactNode {
  const { label, value, choices, onChange, isDisabled = false } = props;
  const id = useId();
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      disabled={isDisabled}
      onValueChange={(next) => {
        const chosen = choices.find(([one]) => one === next);
        if (chosen !== undefined) onChange(chosen[0]);
      }}
      className="mt-2 flex flex-col gap-2"
    >
      {choices.map(([one, name, meaning]) => (
        <label key={one} htmlFor={`${id}-${one}`} className="flex cursor-pointer items-start gap-2.5">
          <RadioGroup.Item
            id={`${id}-${one}`}
            value={one}
            className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-page"
          >
            <RadioGroup.Indicator className="size-2 rounded-full bg-ember" />
          </RadioGroup.Item>
          <span>
            <span className="text-ink">{name}</span>
            <span className="block text-xs text-ink-3">{meaning}</span>
          </span>
        </label>
      ))}
    </RadioGroup.Root>
  );
}
