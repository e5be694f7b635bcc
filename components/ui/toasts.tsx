/** How short words look; see toast.tsx for who says them. */
"use client";
import { Toast } from "radix-ui";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import type { Said } from "./toast.tsx";

export function Toasts(props: { shown: readonly Said[]; onDismiss: (id: number) => void }): ReactNode {
  const { shown, onDismiss } = props;
  return (
    <Toast.Provider swipeDirection="right">
      {shown.map((toast) => (
        <Toast.Root
          key={toast.id}
          duration={toast.isProblem ? 9000 : 4500}
          onOpenChange={(isOpen) => !isOpen && onDismiss(toast.id)}
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
      <Toast.Viewport className="fixed right-4 bottom-4 z-50 flex print:hidden w-[min(24rem,calc(100vw-2rem))] flex-col gap-2" />
    </Toast.Provider>
  );
}
