/** The windows themselves; fetched when the first one opens. See dialog.tsx. */
"use client";
import { AlertDialog, Dialog } from "radix-ui";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import type { AskProps, WindowProps } from "./dialog.tsx";

const VEIL = "fixed inset-0 z-40 bg-black/55 backdrop-blur-[2px]";
const BOX =
  "appear fixed top-1/2 left-1/2 z-40 max-h-[85dvh] w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-auto rounded-lg border border-line bg-surface p-6 shadow-float";

export function AskWindow(
  props: AskProps & { isOpen: boolean; onOpenChange: (isOpen: boolean) => void },
): ReactNode {
  return (
    <AlertDialog.Root open={props.isOpen} onOpenChange={props.onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={VEIL} />
        <AlertDialog.Content className={BOX}>
          <AlertDialog.Title className="text-lg font-semibold">{props.title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="mt-2 text-ink-2">{props.loses}</div>
          </AlertDialog.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>Keep it</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button variant="danger" onClick={props.onYes}>
                {props.yes}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

export function PlainWindow(props: WindowProps): ReactNode {
  return (
    <Dialog.Root open={props.isOpen} onOpenChange={props.onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={VEIL} />
        <Dialog.Content className={BOX} aria-describedby={undefined}>
          <div className="mb-4 flex items-start justify-between gap-4">
            <Dialog.Title className="text-lg font-semibold">{props.title}</Dialog.Title>
            <Dialog.Close asChild>
              <Button variant="quiet" size="sm" isSquare aria-label="Close">
                <X />
              </Button>
            </Dialog.Close>
          </div>
          {props.children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
