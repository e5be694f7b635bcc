/** The same from a terminal. */
import Link from "next/link";
import type { ReactNode } from "react";

export function TerminalHint(): ReactNode {
  return (
    <section aria-labelledby="terminal" className="rounded-lg border border-line bg-surface p-4">
      <h2 id="terminal" className="font-semibold">
        From a terminal
      </h2>
      <p className="mt-1 text-sm text-ink-2">
        Uploads, submits, shows a progress bar and downloads each frame as it finishes. It ends with an error
        if a frame failed.
      </p>
      <pre
        aria-label="Command"
        // A box that scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="mt-3 overflow-x-auto rounded-md border border-line bg-page p-3 font-mono text-xs leading-5"
      >
        {"npx hearth render scene.blend --frames 1-24 --samples 64 \\\n  --out ./frames --token YOUR_TOKEN"}
      </pre>
      <p className="mt-3 text-sm text-ink-2">
        From a script of your own: the{" "}
        <Link href="/api-reference" className="text-ember-ink underline">
          API reference
        </Link>{" "}
        shows every call in curl, Python and TypeScript.
      </p>
    </section>
  );
}
