/** Tables that stay readable on a phone: they scroll by themselves, never the page. */
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

export function Table(props: { label: string; children: ReactNode; className?: string }): ReactNode {
  const { label, children, className } = props;
  return (
    // A box that scrolls must be reachable by keyboard.
    <section
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={cn("relative overflow-x-auto rounded-lg border border-line bg-surface", className)}
    >
      <table className="w-full border-collapse text-sm">{children}</table>
    </section>
  );
}

export function Th({ className, ...rest }: ComponentProps<"th">): ReactNode {
  return (
    <th
      scope="col"
      className={cn("border-b border-line px-4 py-2 text-left text-xs font-semibold text-ink-3", className)}
      {...rest}
    />
  );
}

export function Td({ className, ...rest }: ComponentProps<"td">): ReactNode {
  return <td className={cn("border-b border-line px-4 py-2.5 align-middle", className)} {...rest} />;
}
