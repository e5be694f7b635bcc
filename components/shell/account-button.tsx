/** The button that says who one is, with and without its menu. */
"use client";
import { CircleUserRound } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";

export function AccountButton({ email, ...rest }: { email: string } & ComponentProps<"button">): ReactNode {
  return (
    <Button
      variant="quiet"
      size="sm"
      aria-label={`Account ${email}`}
      title={`Signed in as ${email}`}
      {...rest}
      className="-mr-2 min-w-8 px-2 text-sm data-[state=open]:bg-raised"
    >
      <CircleUserRound />
      <span className="hidden max-w-56 truncate md:inline">{email}</span>
    </Button>
  );
}
