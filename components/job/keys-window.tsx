/** The keys of a job's page; `?` opens it. */
"use client";
import { type ReactNode, useEffect } from "react";
import { Window } from "#components/ui/dialog.tsx";

const KEYS = [
  [["←", "→", "↑", "↓"], "Go from frame to frame"],
  [["Home", "End"], "First and last frame"],
  [["Enter", "Space"], "Show the frame as large as it goes"],
  [["Shift", "arrows"], "Choose several; so do Shift and a click, or a drag"],
  [["Ctrl", "click"], "Add one, or take it away"],
  [["Ctrl", "A"], "Choose all"],
  [["Esc"], "Choose none"],
  [["/"], "Choose by a range of numbers"],
  [["P"], "Play the frames as a film"],
  [["J", "K", "L"], "In the film: backwards, rest, play; again is faster"],
  [["I", "O", "X"], "In the film: loop from here, up to here, or all"],
  [["F"], "In the film: full screen"],
  [["R"], "Render the chosen ones again"],
  [["D"], "Download the chosen ones"],
  [["+", "−"], "Zoom the line of all frames; so do Ctrl and the wheel"],
  [["?"], "This list"],
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
        {KEYS.map(([keys, words]) => (
          <div key={words} className="contents">
            <dt className="flex flex-wrap items-center gap-1 sm:justify-end">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="rounded-sm border border-b-2 border-line-strong/60 bg-raised px-1.5 font-mono text-[0.6875rem] leading-5 text-ink"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd className="text-ink-2">{words}</dd>
          </div>
        ))}
      </dl>
    </Window>
  );
}
