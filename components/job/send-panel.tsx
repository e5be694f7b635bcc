/** The button that sends a job, and what became of pressing it: waiting for the upload, on its way, refused. */
"use client";
import { Flame, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { StateMark } from "#components/ui/state-mark.tsx";
import { type OrderView, takeBackOrder } from "#components/upload/standing-order.ts";

/** The job stands and waits for its file. */
function Standing({ order, count }: { order: OrderView & { state: "waiting" | "sending" }; count: string }) {
  return (
    <section
      aria-label="Order"
      className="flex flex-col gap-3 rounded-lg border border-uploading/60 bg-surface p-4 text-sm"
    >
      <output className="flex gap-3">
        <StateMark state="uploading" className="mt-0.5 shrink-0" />
        <span>
          <span className="block font-semibold">
            {order.state === "waiting" ? "Waiting for the upload" : "Submitting…"}
          </span>
          <span className="text-ink-2">
            {order.trouble ??
              `${count} are submitted as soon as the file is there, whichever page you look at. Keep this tab open.`}
          </span>
        </span>
      </output>
      <Button onClick={takeBackOrder}>
        <Undo2 /> Take it back
      </Button>
    </section>
  );
}

export function SendPanel(props: {
  order: OrderView;
  /** Null while the range is none. */
  frames: number | null;
  /** The file is on its way: pressing means as soon as it is there. */
  isUploading: boolean;
  isStopped: boolean;
  /** Pressed, and something in the form is wrong. */
  isWrong: boolean;
  /** What the farm said of the order, where no field can say it. */
  refusal: Error | null;
}): ReactNode {
  const { order, frames, isUploading, isStopped, isWrong, refusal } = props;
  const format = useFormat();
  const count = `${format.count(frames ?? 0)} frame${frames === 1 ? "" : "s"}`;
  if (order.state === "waiting" || (order.state === "sending" && order.trouble !== null))
    return <Standing order={order} count={count} />;
  const isOnItsWay = order.state === "sending" || order.state === "sent";
  return (
    <>
      {refusal !== null && (
        <Notice kind="problem" isAlert>
          {refusal.message}
        </Notice>
      )}
      {isWrong && (
        <Notice kind="problem" isAlert>
          Some settings need a change; they say what.
        </Notice>
      )}
      <Button type="submit" variant="primary" disabled={isOnItsWay || isStopped}>
        <Flame />
        {isOnItsWay ? "Submitting…" : frames === null ? "Render" : `Render ${count}`}
      </Button>
      {isUploading && (
        <p className="text-xs text-ink-3">No need to wait: it is submitted as soon as the upload is there.</p>
      )}
    </>
  );
}
