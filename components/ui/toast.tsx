/** Short words on the result of an action; they go by themselves and are read out. */
"use client";
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from "react";

export interface Said {
  id: number;
  text: string;
  isProblem: boolean;
}

let all: readonly Said[] = [];
let lastId = 0;
const listeners = new Set<() => void>();
function change(next: readonly Said[]): void {
  all = next;
  for (const changed of listeners) changed();
}

/** Says it. Problems stay longer. */
export function say(text: string, isProblem = false): void {
  lastId += 1;
  change([...all.slice(-3), { id: lastId, text, isProblem }]);
}

/** An error in words for people, as the platform wrote them. */
export function sayError(error: unknown): void {
  say(error instanceof Error ? error.message : "That did not work. Try again.", true);
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}
const none: readonly Said[] = [];
const dismiss = (id: number) => change(all.filter((toast) => toast.id !== id));

/** Fetched when there is something to say. */
const Toasts = lazy(async () => ({ default: (await import("./toasts.tsx")).Toasts }));

export function Toaster(): ReactNode {
  const shown = useSyncExternalStore(
    subscribe,
    () => all,
    () => none,
  );
  if (lastId === 0) return null;
  return (
    <Suspense>
      <Toasts shown={shown} onDismiss={dismiss} />
    </Suspense>
  );
}
