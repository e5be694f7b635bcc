/** Something could not be fetched: what, why, and a way to ask again. */
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

export function LoadProblem(props: { error: Error | null; what: string; onRetry: () => void }): ReactNode {
  return (
    <Notice kind="problem" isAlert title={`Could not fetch ${props.what}.`}>
      <p>{props.error?.message}</p>
      <Button size="sm" className="mt-3" onClick={props.onRetry}>
        Try again
      </Button>
    </Notice>
  );
}
