/** A secret that is shown once, with a button that copies it. */
"use client";
import { Check, Copy } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "./button.tsx";

export function CopyOnce(props: { label: string; text: string }): ReactNode {
  const [isCopied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const copy = () => {
    field.current?.select();
    // Only pages on https or localhost have a clipboard; elsewhere the text is selected for the keyboard.
    if (!window.isSecureContext) return;
    navigator.clipboard.writeText(props.text).then(
      () => setCopied(true),
      () => field.current?.focus(),
    );
  };
  return (
    <div className="flex gap-2">
      <input
        ref={field}
        readOnly
        aria-label={props.label}
        value={props.text}
        onFocus={(event) => event.currentTarget.select()}
        className="h-10 min-w-0 flex-1 rounded-md border border-line-strong bg-page px-3 font-mono text-xs"
      />
      <Button onClick={copy}>
        {isCopied ? <Check /> : <Copy />}
        {isCopied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
