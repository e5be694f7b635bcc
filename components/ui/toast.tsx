/** Short words on the result of an action; they go by themselves and are read out. */
"use client";
import { Toast } from "radix-ui";
import { X } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { cn } from "./cn.ts";

interface Said {
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

export function Toaster(): ReactNode {
  const shown = useSyncExternalStore(
    subscribe,
    () => all,
    () => none,
  );
  return (
    <Toast.Provider swipeDirection="right">
      {shown.map((toast) => (
        <Toast.Root
          key={toast.id}
          duration={toast.isProblem ? 9000 : 4500}
          onOpenChange={(isOpen) => !isOpen && change(all.filter((t) => t.id !== toast.id))}
          className={cn(
            "appear flex items-start gap-3 rounded-md border bg-raised px-4 py-3 text-sm shadow-float",
            toast.isProblem ? "border-failed/60" : "border-line-strong/60",
          )}
        >
          <Toast.Description className="min-w-0 flex-1">{toast.text}</Toast.Description>
          <Toast.Close aria-label="Close" className="text-ink-3 hover:text-ink">
            <X className="size-4" />
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport className="fixed right-4 bottom-4 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2" />
    </Toast.Provider>
  );
}
