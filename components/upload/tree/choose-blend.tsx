/** What was found in a folder or a .zip, and which of its .blend files is rendered, before anything is sent. */
"use client";
import { FileBox } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { DroppedTree } from "./tidy.ts";
import type { ReadyTree } from "./ready.ts";
import { useReadyTree } from "./use-ready-tree.ts";
import type { LeftOut } from "./zip.ts";

/** A list of thousands helps nobody. */
const SHOWN = 200;

function LeftOutFiles({ files }: { files: readonly LeftOut[] }): ReactNode {
  const format = useFormat();
  if (files.length === 0) return null;
  return (
    <details className="text-sm">
      <summary className="text-ink-2">
        {format.count(files.length)} left out: why {files.length === 1 ? "it is" : "they are"} not sent
      </summary>
      <ul className="mt-2 max-h-48 overflow-auto text-xs text-ink-2">
        {files.slice(0, SHOWN).map(({ path, why }) => (
          <li key={path} className="py-0.5">
            <span className="font-mono break-all">{path}</span>: {why}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** How its files lie, in a sentence; what is missing is told with the settings, where it can be added. */
function whereabouts({ missing, elsewhere }: ReadyTree): string {
  const pointers = missing.filter((file) => file.isPointer === true).length;
  const lacking = missing.length - pointers;
  const is = (count: number, one: string, many: string) =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  const parts = [
    ...is(
      elsewhere,
      "was found elsewhere in the folder and is taken from there",
      "were found elsewhere in the folder and are taken from there",
    ),
    ...is(
      lacking,
      "is missing and can be added on the next page",
      "are missing and can be added on the next page",
    ),
    ...is(pointers, "is a Git LFS pointer instead of the file", "are Git LFS pointers instead of the files"),
  ];
  return parts.length === 0
    ? "Every file that it uses is packed, or in the folder."
    : `Of the files that it uses, ${parts.join("; ")}.`;
}

export function ChooseBlend(props: {
  tree: DroppedTree;
  /** The one that was rendered last, where it is among them. */
  usual?: string;
  onChosen: (ready: ReadyTree) => void;
  onBack: () => void;
}): ReactNode {
  const { tree } = props;
  const format = useFormat();
  const first = tree.blends.find((path) => path === props.usual) ?? tree.blends[0];
  const [chosen, setChosen] = useState(first);
  const { files } = tree;
  const read = useReadyTree(files, chosen);
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return (
    <section
      aria-label="What was found"
      className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4 sm:p-6"
    >
      <div>
        <h2 className="truncate font-semibold" title={tree.name}>
          {tree.name}
        </h2>
        <p className="text-sm text-ink-2">
          {format.count(files.length)} files, {format.bytes(sizeBytes)}. Their folders are kept.
        </p>
      </div>
      {tree.blends.length === 0 ? (
        <Notice kind="problem" isAlert>
          There is no .blend in it. Drop the folder that holds the .blend and everything it uses.
        </Notice>
      ) : (
        <fieldset>
          <legend className="mb-2 text-sm font-semibold">Which .blend is rendered?</legend>
          <div className="max-h-72 overflow-auto rounded-md border border-line">
            {tree.blends.map((path) => (
              <label
                key={path}
                className="flex items-center gap-3 border-b border-line px-3 py-2 text-sm last:border-0 hover:bg-raised"
              >
                <input
                  type="radio"
                  name="blend"
                  className="accent-ember"
                  checked={chosen === path}
                  onChange={() => setChosen(path)}
                />
                <FileBox aria-hidden className="size-4 shrink-0 text-ember-ink" />
                <span className="min-w-0 break-all">{path}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {chosen !== undefined && read === null && (
        <p className="text-sm text-ink-2">Looking for the files that it uses…</p>
      )}
      {read !== null && <p className="text-sm text-ink-2">{whereabouts(read)}</p>}
      {read !== null && read.unread.length > 0 && (
        <p className="text-sm text-ink-2">
          What {read.unread.join(", ")} uses can't be told here; the farm's Blender tells it after the upload.
        </p>
      )}
      <LeftOutFiles files={tree.leftOut} />
      <div className="flex flex-wrap gap-3">
        <Button
          variant="primary"
          disabled={chosen === undefined || read === null}
          onClick={() => read !== null && props.onChosen(read)}
        >
          Upload {format.count(files.length)} files
        </Button>
        <Button onClick={props.onBack}>Choose something else</Button>
      </div>
    </section>
  );
}
