/** A sentence of the contract, with what stands in backticks as code. */
import type { ReactNode } from "react";

export function Prose({ text }: { text: string }): ReactNode {
  return text.split(/(`[^`]+`)/).map((part, i) =>
    part.startsWith("`") ? (
      // Parts of a sentence never change their order.
      // oxlint-disable-next-line react/no-array-index-key
      <code key={i} className="rounded-sm bg-raised px-1 font-mono text-xs">
        {part.slice(1, -1)}
      </code>
    ) : (
      part
    ),
  );
}
