/** Where a .blend, a folder or a .zip is dropped, or picked. Looks at what it is before anything is sent. */
"use client";
import { FolderOpen, Upload } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { FileInput } from "#components/ui/file-input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import {
  type Chosen,
  chosenFrom,
  folderFrom,
  hasFolderPicker,
  hasPicker,
  pickFile,
  pickFolder,
  sniffFile,
} from "./choose-file.ts";
import type { FoundFiles } from "./tree/dropped.ts";
import type { DroppedTree } from "./tree/tidy.ts";

export interface DropZoneProps {
  title: string;
  /** What happens with it, below. */
  about: string;
  isSmall?: boolean;
  /** One .blend. */
  onChosen: (chosen: Chosen) => Promise<void>;
  /** A folder, a .zip, or several files. */
  onTree: (tree: DroppedTree, folder: FileSystemDirectoryHandle | null) => Promise<void>;
  children?: ReactNode;
}

interface Found extends FoundFiles {
  /** Survives a reload of the page; null where the browser gives none. */
  handle: FileSystemHandle | null;
}

const alone = (file: File, handle: FileSystemHandle | null): Found => ({
  files: [{ path: file.name, file }],
  leftOut: [],
  handle,
});

function inWords(error: unknown): string {
  if (error instanceof DOMException)
    return "That can't be read. It may have been moved or deleted, or it is nothing that browsers may open.";
  return (error as Error).message;
}

/** What was dropped, whatever it is. The reading of folders and .zip files is loaded when it is needed. */
async function look({ handle, ...found }: Found, props: DropZoneProps): Promise<void> {
  const { treeOf } = await import("./tree/dropped.ts");
  const tree = await treeOf(found);
  const isFolder = handle?.kind === "directory";
  if (tree !== null) return props.onTree(tree, isFolder ? (handle as FileSystemDirectoryHandle) : null);
  const file = found.files[0]?.file;
  if (file === undefined) throw new Error("There is no file in it.");
  const sniffed = await sniffFile(file);
  if (!sniffed.ok) throw new Error(sniffed.message);
  return props.onChosen({ file, handle: handle as FileSystemFileHandle | null });
}

export function DropZone(props: DropZoneProps): ReactNode {
  const [isOver, setOver] = useState(false);
  const [isLooking, setLooking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = async (finding: Promise<Found | null>) => {
    setProblem(null);
    setLooking(true);
    try {
      const it = await finding;
      if (it !== null) await look(it, props);
    } catch (error) {
      setProblem(inWords(error));
    } finally {
      setLooking(false);
    }
  };
  const dropped = async (transfer: DataTransfer): Promise<Found> => {
    // All must be asked while the event lives.
    const chosen = chosenFrom(transfer);
    const folder = folderFrom(transfer);
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
    const isOneFile = entries.length === 1 && entries[0]?.isFile === true;
    const { droppedFiles } = await import("./tree/dropped.ts");
    const one = isOneFile ? await chosen : null;
    if (one !== null) return alone(one.file, one.handle);
    return { ...(await droppedFiles(entries)), handle: await folder };
  };
  const picked = async (files: readonly File[]): Promise<Found> => {
    const { pickedFiles } = await import("./tree/dropped.ts");
    return { ...pickedFiles(files), handle: null };
  };
  const pickAFolder = async () => {
    if (!hasFolderPicker()) return folder.current?.click();
    const handle = await pickFolder();
    if (handle === null) return;
    const { filesIn } = await import("./tree/dropped.ts");
    await take(filesIn(handle).then((found) => ({ ...found, handle })));
  };
  const pick = () => {
    if (!hasPicker()) return input.current?.click();
    return void pickFile().then(
      async (one) => {
        if (one === null) return;
        await take(Promise.resolve(alone(one.file, one.handle)));
      },
      () => input.current?.click(),
    );
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
          void take(dropped(event.dataTransfer));
        }}
        className={cn(
          "flex flex-col items-center justify-center gap-4 rounded-lg border-2 border-dashed px-6 text-center transition-colors",
          props.isSmall === true ? "py-6" : "min-h-72 py-12",
          isOver ? "border-ember bg-ember/8" : "border-line-strong/60 bg-surface",
        )}
      >
        <Upload
          aria-hidden
          className={cn(props.isSmall === true ? "size-6" : "size-10", isOver ? "text-ember" : "text-ink-3")}
        />
        <div>
          <p className={cn("font-semibold", props.isSmall !== true && "text-lg")}>{props.title}</p>
          <p className="mt-1 text-sm text-ink-2">{isLooking ? "Looking at what is in it…" : props.about}</p>
        </div>
        <div className="flex flex-wrap justify-center gap-3">
          <Button variant={props.isSmall === true ? "plain" : "primary"} onClick={pick}>
            Choose a file
          </Button>
          <Button onClick={() => void pickAFolder().catch(() => folder.current?.click())}>
            <FolderOpen /> Choose a folder
          </Button>
          {props.children}
        </div>
        <FileInput
          ref={input}
          label="Choose a .blend file"
          accept=".blend,.zip"
          onFiles={([file]) => {
            if (file !== undefined) void take(Promise.resolve(alone(file, null)));
          }}
        />
        <FileInput
          ref={folder}
          label="Choose a project's folder"
          isFolder
          onFiles={(files) => void take(picked(files))}
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
