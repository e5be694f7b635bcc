/** A figure under its name: how rows and pages tell numbers. */
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export function Fact(props: {
  name: string;
  children: ReactNode;
  title?: string;
  className?: string;
}): ReactNode {
  return (
    <div className={cn("min-w-0", props.className)} title={props.title}>
      <dt className="text-xs text-ink-3">{props.name}</dt>
      <dd className="figure text-ink" suppressHydrationWarning>
        {props.children}
      </dd>
    </div>
  );
}
