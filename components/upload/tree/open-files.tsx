/** The files that a .blend names and that are not where it looks for them, before anything is sent; the missing can be added. */
"use client";
import { FilePlus } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import type { ResolvedFile } from "#lib/domain/resolve-files.ts";
import { addedFiles } from "./lay-files.ts";

/** A list of thousands helps nobody. */
const SHOWN = 200;

function inWords({ state, wanted, instead }: ResolvedFile): string {
  switch (state) {
    case "wrong_case":
      return `is written otherwise in the folder (${instead}). It is laid there under this name, too.`;
    case "misplaced":
      return `lies elsewhere in the folder (${instead}). It is laid there, too.`;
    case "outside":
      return "lies outside of the project. In Blender: File › External Data › Make Paths Relative, with the file in the folder.";
    case "missing":
      return `is missing: ${wanted}`;
    case "found":
    case "packed":
    case "generated":
      return "is there.";
    default:
      return state satisfies never;
  }
}

export function OpenFiles(props: {
  open: readonly ResolvedFile[];
  onAdd: (files: LocalFile[]) => void;
}): ReactNode {
  const { open, onAdd } = props;
  const input = useRef<HTMLInputElement>(null);
  if (open.length === 0)
    return <p className="text-sm text-ink-2">Every file that it uses is packed, or in the folder.</p>;
  const missing = open.filter(({ state }) => state === "missing").length;
  const add = async (list: FileList) => {
    const { localFile } = await import("./dropped.ts");
    const added = [...list].map((file) => ({ name: file.name, at: (path: string) => localFile(path, file) }));
    onAdd(addedFiles(added, open));
  };
  return (
    <section aria-label="Files to look at" className="rounded-md border border-paused/60 p-3 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h3 className="font-semibold">
          {open.length} file{open.length === 1 ? " is" : "s are"} not where the .blend looks for{" "}
          {open.length === 1 ? "it" : "them"}
        </h3>
        {missing > 0 && (
          <Button size="sm" onClick={() => input.current?.click()}>
            <FilePlus /> Add the missing files
          </Button>
        )}
      </div>
      <ul className="mt-2 max-h-56 overflow-auto text-xs text-ink-2">
        {open.slice(0, SHOWN).map((one) => (
          <li key={`${one.file.relativeTo} ${one.file.path}`} className="py-1">
            <span className="font-mono break-all text-ink">{one.file.path}</span>{" "}
            <span className="break-words">{inWords(one)}</span>
            {one.file.relativeTo !== "" && (
              <span className="text-ink-3"> Named by {one.file.relativeTo}.</span>
            )}
          </li>
        ))}
      </ul>
      <input
        ref={input}
        type="file"
        multiple
        aria-label="Add the missing files"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const { files } = event.target;
          if (files !== null && files.length > 0) void add(files);
        }}
      />
    </section>
  );
}
