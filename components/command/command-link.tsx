/** The way to the form of a command, where an administrator allows commands. */
"use client";
import { useQuery } from "@tanstack/react-query";
import { Terminal } from "lucide-react";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { allowsCommandsQuery } from "#lib/queries/commands.ts";

export function CommandLink(): ReactNode {
  const { data: isAllowed } = useQuery(allowsCommandsQuery(farm));
  if (isAllowed !== true) return null;
  return (
    <ButtonLink href="/jobs/new/command">
      <Terminal /> Run a command
    </ButtonLink>
  );
}
