/** The paths that a .blend names and that did not come with it. */
import type { ReactNode } from "react";

export function MissingFiles({ paths }: { paths: readonly string[] }): ReactNode {
  if (paths.length === 0) return null;
  return (
    <details className="-mt-4 rounded-md border border-line bg-surface px-4 py-2 text-sm">
      <summary className="text-ink-2">Which files are missing ({paths.length})</summary>
      <ul className="mt-2 max-h-48 overflow-auto font-mono text-xs text-ink-2">
        {paths.map((path) => (
          <li key={path} className="break-all">
            {path}
          </li>
        ))}
      </ul>
    </details>
  );
}
