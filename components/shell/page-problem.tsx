/** A page that broke: it says so, and offers to try again. */
"use client";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

export function PageProblem(props: { digest?: string; onRetry: () => void }): ReactNode {
  return (
    <section className="mx-auto max-w-xl px-4 py-20">
      <Notice kind="problem" isAlert title="This page could not be shown.">
        <p>
          Nothing of your work is lost; jobs go on rendering. Try again, and if it stays, tell who runs the
          farm
          {props.digest !== undefined && ` this number: ${props.digest}`}.
        </p>
        <Button size="sm" className="mt-3" onClick={props.onRetry}>
          Try again
        </Button>
      </Notice>
    </section>
  );
}
