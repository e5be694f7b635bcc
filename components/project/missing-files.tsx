/** The paths that a .blend names and that did not come with it, and the artist's word that it renders in spite of them. */
"use client";
import type { ReactNode } from "react";

export function MissingFiles(props: {
  paths: readonly string[];
  isAccepted?: boolean;
  /** Where something is to be rendered: asks for the word. */
  onAccept?: (isAccepted: boolean) => void;
}): ReactNode {
  const { paths, isAccepted = false, onAccept } = props;
  if (paths.length === 0) return null;
  return (
    <div className="rounded-md border border-line bg-surface px-4 py-2 text-sm">
      <details>
        <summary className="text-ink-2">Which files are missing ({paths.length})</summary>
        <ul className="mt-2 max-h-48 overflow-auto font-mono text-xs text-ink-2">
          {paths.map((path) => (
            <li key={path} className="break-all">
              {path}
            </li>
          ))}
        </ul>
      </details>
      {onAccept !== undefined && (
        <label className="mt-2 flex items-start gap-2">
          <input
            type="checkbox"
            className="mt-1 accent-ember"
            checked={isAccepted}
            onChange={(event) => onAccept(event.target.checked)}
          />
          Render without {paths.length === 1 ? "it" : "them"}: what{" "}
          {paths.length === 1 ? "it shows" : "they show"} will be missing in the pictures.
        </label>
      )}
    </div>
  );
}
