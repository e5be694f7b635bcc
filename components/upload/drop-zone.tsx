/** Where a .blend is dropped, or picked. Looks at its first bytes before anything is sent. */
"use client";
import { Upload } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { SampleButton } from "#components/project/sample-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Notice } from "#components/ui/notice.tsx";
import { type Chosen, chosenFrom, hasPicker, pickFile, sniffFile } from "./choose-file.ts";

export function DropZone({ onChosen }: { onChosen: (chosen: Chosen) => Promise<void> }): ReactNode {
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const take = async (chosen: Chosen | null) => {
    if (chosen === null) return;
    setProblem(null);
    try {
      const sniffed = await sniffFile(chosen.file);
      if (sniffed.ok) await onChosen(chosen);
      else setProblem(sniffed.message);
    } catch (error) {
      setProblem(
        error instanceof DOMException
          ? "That can't be read as a file. Drop the .blend itself, not its folder."
          : (error as Error).message,
      );
    }
  };
  const pick = () => {
    if (hasPicker()) void pickFile().then(take, () => input.current?.click());
    else input.current?.click();
  };
  return (
    <div className="flex flex-col gap-3">
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void chosenFrom(event.dataTransfer).then(take);
        }}
        className={cn(
          "flex min-h-72 flex-col items-center justify-center gap-4 rounded-lg border-2 border-dashed px-6 py-12 text-center transition-colors",
          isOver ? "border-ember bg-ember/8" : "border-line-strong/60 bg-surface",
        )}
      >
        <Upload aria-hidden className={cn("size-10", isOver ? "text-ember" : "text-ink-3")} />
        <div>
          <p className="text-lg font-semibold">Drop a .blend here</p>
          <p className="mt-1 text-sm text-ink-2">
            One file with everything packed into it. It goes straight to the farm&apos;s storage.
          </p>
        </div>
        <div className="flex flex-wrap justify-center gap-3">
          <Button variant="primary" onClick={pick}>
            Choose a file
          </Button>
          <SampleButton />
        </div>
        <input
          ref={input}
          type="file"
          accept=".blend"
          aria-label="Choose a .blend file"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file !== undefined) void take({ file, handle: null });
          }}
        />
      </div>
      {problem !== null && (
        <Notice kind="problem" isAlert>
          {problem}
        </Notice>
      )}
    </div>
  );
}
