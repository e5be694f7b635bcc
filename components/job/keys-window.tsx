/** The keys of a job's page; `?` opens it. */
"use client";
import { type ReactNode, useEffect } from "react";
import { Window } from "#components/ui/dialog.tsx";

const KEYS = [
  ["← → ↑ ↓", "Go from frame to frame"],
  ["Shift + arrows, Shift + click, drag", "Choose several"],
  ["Ctrl + click", "Add one, or take it away"],
  ["Ctrl + A", "Choose all"],
  ["Esc", "Choose none"],
  ["Home, End", "First and last frame"],
  ["Enter, Space", "Show the frame as large as it goes"],
  ["?", "This list"],
] as const;

export function KeysWindow(props: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }): ReactNode {
  const { onOpenChange } = props;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
      if (event.key === "?" && !isTyping) onOpenChange(true);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [onOpenChange]);
  return (
    <Window title="Keys" isOpen={props.isOpen} onOpenChange={onOpenChange}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm">
        {KEYS.map(([key, words]) => (
          <div key={key} className="contents">
            <dt className="max-w-48 font-semibold">{key}</dt>
            <dd className="text-ink-2">{words}</dd>
          </div>
        ))}
      </dl>
    </Window>
  );
}
