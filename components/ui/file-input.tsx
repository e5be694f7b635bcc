/** The browser's own picker of files or of a folder, unseen: a button opens it. The same file can be chosen again. */
"use client";
import type { ReactNode, RefObject } from "react";

/** Every browser has it, React's types do not. */
const FOLDERS = { webkitdirectory: "" };

export function FileInput(props: {
  ref: RefObject<HTMLInputElement | null>;
  label: string;
  accept?: string;
  isMultiple?: boolean;
  isFolder?: boolean;
  /** Never empty. */
  onFiles: (files: File[]) => void;
}): ReactNode {
  const { ref, label, accept, isMultiple = false, isFolder = false, onFiles } = props;
  return (
    <input
      ref={ref}
      {...(isFolder ? FOLDERS : {})}
      type="file"
      accept={accept}
      multiple={isMultiple || isFolder}
      aria-label={label}
      className="sr-only"
      tabIndex={-1}
      onChange={(event) => {
        // Taken before the value is emptied: the list goes with it.
        const files = [...(event.target.files ?? [])];
        event.target.value = "";
        if (files.length > 0) onFiles(files);
      }}
    />
  );
}
