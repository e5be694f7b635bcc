/** A page that does not exist, or not for this reader. */
import type { ReactNode } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { Logo } from "./logo.tsx";

export function NothingHere(): ReactNode {
  return (
    <section className="mx-auto flex max-w-md flex-col items-center gap-4 px-4 py-20 text-center">
      <Logo className="size-12 opacity-60 grayscale" />
      <h1 className="text-xl font-semibold">There is nothing here</h1>
      <p className="text-ink-2">
        The address is wrong, the thing was deleted, or it belongs to another account.
      </p>
      <ButtonLink href="/">All jobs</ButtonLink>
    </section>
  );
}
