/**
 * Windows over the page: one that asks before something that cannot be undone, and one for a small form. What draws them is
 * fetched when somebody reaches for the first one, and is no part of what a page loads before it can be used.
 */
"use client";
import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from "react";

export interface AskProps {
  title: string;
  /** What is lost. */
  loses: ReactNode;
  yes: string;
  onYes: () => void;
}
export interface WindowProps {
  title: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
}

const load = () => import("./windows.tsx");
const AskWindow = lazy(async () => ({ default: (await load()).AskWindow }));
const PlainWindow = lazy(async () => ({ default: (await load()).PlainWindow }));

interface Opens {
  onClick?: () => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  "aria-haspopup"?: "dialog";
}

/** Once something was open it stays, so that it can close with grace. */
function useOnceOpen(isOpen: boolean): boolean {
  const [was, setWas] = useState(isOpen);
  if (isOpen && !was) setWas(true);
  return was || isOpen;
}

/** `children`: the button that opens it. */
export function Ask({ children, ...ask }: AskProps & { children: ReactElement<Opens> }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const wasOpen = useOnceOpen(isOpen);
  const ahead = () => void load();
  const button = cloneElement(children, {
    onClick: () => setOpen(true),
    onPointerEnter: ahead,
    onFocus: ahead,
    "aria-haspopup": "dialog",
  });
  return (
    <>
      {button}
      {wasOpen && (
        <Suspense>
          <AskWindow {...ask} isOpen={isOpen} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}

export function Window(props: WindowProps): ReactNode {
  const wasOpen = useOnceOpen(props.isOpen);
  if (!wasOpen) return null;
  return (
    <Suspense>
      <PlainWindow {...props} />
    </Suspense>
  );
}
