/** A secret in a window of its own: shown once, and it says so. */
"use client";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyOnce } from "#components/ui/copy-once.tsx";
import { Window } from "#components/ui/dialog.tsx";

export interface Secret {
  title: string;
  /** What it is, for screen readers. */
  label: string;
  text: string;
  /** What to do with it. */
  words: string;
}

export function SecretWindow(props: { secret: Secret | null; onClose: () => void }): ReactNode {
  const { secret, onClose } = props;
  return (
    <Window
      title={secret?.title ?? ""}
      isOpen={secret !== null}
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      {secret !== null && (
        <>
          <CopyOnce label={secret.label} text={secret.text} />
          <p className="mt-3 text-sm text-ink-2">
            {secret.words} It is shown only now and can&apos;t be read again.
          </p>
          <div className="mt-6 flex justify-end">
            <Button variant="primary" onClick={onClose}>
              I have it
            </Button>
          </div>
        </>
      )}
    </Window>
  );
}
