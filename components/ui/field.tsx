/** Labelled inputs with a hint and an error in place, tied together for screen readers. */
"use client";
import { type ComponentProps, type ReactNode, useId } from "react";
import { ChevronDown, CircleAlert } from "lucide-react";
import { cn } from "./cn.ts";

const BOX =
  "h-10 w-full rounded-md border border-line-strong/70 bg-page px-3 text-sm text-ink placeholder:text-ink-3 transition-colors hover:border-line-strong disabled:opacity-55 aria-invalid:border-failed";

interface Said {
  label: string;
  hint?: ReactNode;
  error?: string;
  /** Text after the input, such as a unit. */
  suffix?: string;
  className?: string;
}

function Frame(props: Said & { id: string; children: ReactNode }): ReactNode {
  const { id, label, hint, error, suffix, className, children } = props;
  return (
    <div className={cn("min-w-0", className)}>
      <label htmlFor={id} className="mb-1 block text-xs font-semibold text-ink-2">
        {label}
      </label>
      <div className="relative">
        {children}
        {suffix !== undefined && (
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-xs text-ink-3"
          >
            {suffix}
          </span>
        )}
      </div>
      {error !== undefined && (
        <p id={`${id}-error`} className="mt-1 flex items-start gap-1.5 text-xs text-failed">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      )}
      {error === undefined && hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}

const described = (id: string, { hint, error }: Said) =>
  error !== undefined ? `${id}-error` : hint !== undefined ? `${id}-hint` : undefined;

/** One line of text or a number. */
export function TextField({
  label,
  hint,
  error,
  suffix,
  className,
  ...input
}: ComponentProps<"input"> & Said): ReactNode {
  const made = useId();
  const id = input.id ?? made;
  const said = { label, hint, error, suffix, className };
  return (
    <Frame {...said} id={id}>
      <input
        {...input}
        id={id}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={described(id, said)}
        className={cn(BOX, suffix !== undefined && "pr-10")}
      />
    </Frame>
  );
}

/** The browser's own select: the best one there is on a phone. */
export function SelectField({
  label,
  hint,
  error,
  className,
  children,
  ...select
}: ComponentProps<"select"> & Said): ReactNode {
  const made = useId();
  const id = select.id ?? made;
  const said = { label, hint, error, className };
  return (
    <Frame {...said} id={id}>
      <select
        {...select}
        id={id}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={described(id, said) ?? select["aria-describedby"]}
        className={cn(BOX, "appearance-none pr-9")}
      >
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-3 right-3 size-4 text-ink-3" />
    </Frame>
  );
}
