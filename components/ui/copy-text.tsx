/** A small button that copies a text. */
"use client";
import { Check, Copy } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { sayError } from "./toast.tsx";

export function CopyText(props: { text: string; label: string; className?: string }): ReactNode {
  const [isCopied, setCopied] = useState(false);
  // Only pages on https or localhost have a clipboard.
  if (typeof window !== "undefined" && !window.isSecureContext) return null;
  return (
    <Button
      size="sm"
      variant="quiet"
      isSquare
      aria-label={isCopied ? "Copied" : props.label}
      title={isCopied ? "Copied" : props.label}
      className={props.className}
      onClick={() => {
        navigator.clipboard.writeText(props.text).then(() => setCopied(true), sayError);
      }}
    >
      {isCopied ? <Check /> : <Copy />}
    </Button>
  );
}
