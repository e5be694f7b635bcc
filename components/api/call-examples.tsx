/** The call in curl, Python and TypeScript, one at a time. */
"use client";
import { Tabs } from "radix-ui";
import type { ReactNode } from "react";
import { CopyText } from "#components/ui/copy-text.tsx";
import type { ReferenceCall } from "#lib/contract/openapi/reference.ts";

export function CallExamples({ id, examples }: Pick<ReferenceCall, "id" | "examples">): ReactNode {
  return (
    <Tabs.Root defaultValue={examples[0]?.language} className="min-w-0">
      <Tabs.List aria-label={`Examples of ${id}`} className="flex gap-1">
        {examples.map(({ language }) => (
          <Tabs.Trigger
            key={language}
            value={language}
            className="rounded-t-md px-3 py-1.5 text-xs text-ink-2 hover:text-ink data-[state=active]:bg-canvas data-[state=active]:font-semibold data-[state=active]:text-ink"
          >
            {language}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {examples.map(({ language, text }) => (
        <Tabs.Content key={language} value={language} className="relative">
          <pre
            aria-label={`${language} example`}
            // A box that scrolls must be reachable by keyboard.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            className="overflow-x-auto rounded-md rounded-tl-none bg-canvas p-3 pr-12 font-mono text-xs leading-5"
          >
            {text}
          </pre>
          <CopyText
            text={text}
            label={`Copy the ${language} example`}
            className="absolute top-2 right-2 bg-canvas"
          />
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
