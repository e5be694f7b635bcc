/** A page that broke. */
"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, startTransition } from "react";
import { PageProblem } from "#components/shell/page-problem.tsx";

export default function ErrorPage(props: {
  error: Error & { digest?: string };
  reset: () => void;
}): ReactNode {
  const router = useRouter();
  const retry = () =>
    startTransition(() => {
      router.refresh();
      props.reset();
    });
  return <PageProblem digest={props.error.digest} onRetry={retry} />;
}
