/** The scene denoises and the farm cannot: the owner says what then. */
"use client";
import { RadioGroup } from "radix-ui";
import type { ReactNode } from "react";
import { Notice } from "#components/ui/notice.tsx";

const CHOICES = [
  ["off", "Render without denoising", "Starts at once; the pictures keep their grain. More samples help."],
  ["file", "Wait for a node that has it", "Nothing renders until a Blender with a denoiser joins the farm."],
] as const;

export function DenoiseChoice(props: {
  value: "file" | "off";
  onChange: (value: "file" | "off") => void;
}): ReactNode {
  return (
    <Notice kind="warning" title="The scene denoises, and no Blender of this farm has a denoiser.">
      <RadioGroup.Root
        aria-label="Denoising"
        value={props.value}
        onValueChange={(value) => props.onChange(value === "off" ? "off" : "file")}
        className="mt-2 flex flex-col gap-2"
      >
        {CHOICES.map(([value, name, text]) => (
          <label key={value} htmlFor={`denoise-${value}`} className="flex cursor-pointer items-start gap-2.5">
            <RadioGroup.Item
              id={`denoise-${value}`}
              value={value}
              className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-page"
            >
              <RadioGroup.Indicator className="size-2 rounded-full bg-ember" />
            </RadioGroup.Item>
            <span>
              <span className="text-ink">{name}</span>
              <span className="block text-xs text-ink-3">{text}</span>
            </span>
          </label>
        ))}
      </RadioGroup.Root>
    </Notice>
  );
}
