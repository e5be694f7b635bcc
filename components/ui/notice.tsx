/** Words in a box: something to know (calm), to mind (warning) or to mend (problem). */
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

const KINDS = {
  calm: { icon: Info, box: "border-line bg-raised/50", ink: "text-ink-2" },
  warning: { icon: TriangleAlert, box: "border-ember/40 bg-ember/8", ink: "text-ember-ink" },
  problem: { icon: CircleAlert, box: "border-failed/45 bg-failed/8", ink: "text-failed" },
} as const;

export function Notice(props: {
  kind?: keyof typeof KINDS;
  title?: ReactNode;
  children?: ReactNode;
  className?: string;
  /** Read out when it appears. */
  isAlert?: boolean;
}): ReactNode {
  const { icon: Icon, box, ink } = KINDS[props.kind ?? "calm"];
  return (
    <div
      role={props.isAlert === true ? "alert" : undefined}
      className={cn("flex gap-3 rounded-md border px-3 py-2.5 text-sm", box, props.className)}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", ink)} />
      <div className="min-w-0 text-ink">
        {props.title !== undefined && <p className="font-semibold">{props.title}</p>}
        <div className="text-ink-2">{props.children}</div>
      </div>
    </div>
  );
}
