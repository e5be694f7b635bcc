/** A frame as large as the window, or pixel for pixel; arrows go on to its neighbours. */
"use client";
import { Dialog } from "radix-ui";
import { X, ZoomIn, ZoomOut } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";

export function FrameZoom(props: {
  frame: number;
  src: string | null;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onStep: (by: number) => void;
}): ReactNode {
  const [isExact, setExact] = useState(false);
  return (
    <Dialog.Root open={props.isOpen} onOpenChange={props.onOpenChange}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          onKeyDown={(event) => {
            if (event.key === "ArrowLeft") props.onStep(-1);
            else if (event.key === "ArrowRight") props.onStep(1);
          }}
          className="canvas-well fixed inset-0 z-40 flex flex-col"
        >
          <div className="flex items-center justify-between gap-4 px-4 py-2">
            <Dialog.Title className="figure font-semibold">Frame {props.frame}</Dialog.Title>
            <span className="flex gap-1">
              <Button variant="quiet" size="sm" onClick={() => setExact(!isExact)}>
                {isExact ? <ZoomOut /> : <ZoomIn />}
                {isExact ? "Fit the window" : "Pixel for pixel"}
              </Button>
              <Dialog.Close asChild>
                <Button variant="quiet" size="sm" isSquare aria-label="Close">
                  <X />
                </Button>
              </Dialog.Close>
            </span>
          </div>
          <div className={cn("flex min-h-0 flex-1", isExact ? "overflow-auto" : "p-4")}>
            {props.src === null ? (
              <p className="m-auto text-ink-2">This frame has no picture yet.</p>
            ) : (
              // Straight from storage, at its own size.
              // oxlint-disable-next-line nextjs/no-img-element
              <img
                src={props.src}
                alt={`Frame ${props.frame}`}
                className={isExact ? "m-auto max-w-none" : "size-full object-contain"}
              />
            )}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
