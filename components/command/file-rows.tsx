/** Files from this machine that every run finds in its folder. */
"use client";
import { FilePlus2, X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";

export function FileRows(props: {
  files: readonly File[];
  onChange: (files: File[]) => void;
  isSending: boolean;
}): ReactNode {
  const { files, onChange, isSending } = props;
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const add = (chosen: readonly File[]) => {
    const names = new Set(chosen.map((file) => file.name));
    // A file of the same name is the newer one: a folder has one of each.
    onChange([...files.filter((file) => !names.has(file.name)), ...chosen]);
  };
  return (
    <>
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-sm font-semibold">Files</h2>
        <Button size="sm" disabled={isSending} onClick={() => input.current?.click()}>
          <FilePlus2 /> Choose
        </Button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label="Files for the command"
          onChange={(event) => {
            add([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
      </div>
      {files.length === 0 ? (
        <p className="text-sm text-ink-2">The program and its data. Each run gets a copy of all of them.</p>
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line">
          {files.map((file) => (
            <li key={file.name} className="flex items-center gap-3 py-1 pr-1 pl-3 text-sm">
              <span className="min-w-0 flex-1 truncate font-mono text-xs" title={file.name}>
                {file.name}
              </span>
              <span className="figure text-xs text-ink-3">{format.bytes(file.size)}</span>
              <Button
                variant="quiet"
                size="sm"
                isSquare
                disabled={isSending}
                aria-label={`Remove ${file.name}`}
                onClick={() => onChange(files.filter((other) => other !== file))}
              >
                <X />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
