/** A share as a bar, for what has no ring. */
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** `share`: 0 … 1; `label` names it for screen readers. */
export function Meter(props: { share: number; label: string; tone?: string; className?: string }): ReactNode {
  const percent = Math.max(0, Math.min(1, props.share)) * 100;
  return (
    <div
      // The tag of that name can't be dressed in every browser.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent)}
      className={cn("h-1 overflow-hidden rounded-full bg-line", props.className)}
    >
      <div
        className={cn(
          "h-full w-full origin-left rounded-full transition-transform duration-150",
          props.tone ?? "bg-active",
        )}
        style={{ transform: `scaleX(${percent / 100})` }}
      />
    </div>
  );
}
