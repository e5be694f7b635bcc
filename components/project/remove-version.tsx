/** Lets go of an older version, after asking. */
"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Button } from "#components/ui/button.tsx";
import { Ask } from "#components/ui/dialog.tsx";
import { sayError } from "#components/ui/toast.tsx";
import type { ProjectId } from "#lib/domain/ids.ts";
import { removeVersion } from "#lib/queries/mutations.ts";

export function RemoveVersion({ projectId, number }: { projectId: ProjectId; number: number }): ReactNode {
  const removing = useMutation({ ...removeVersion(farm, useQueryClient()), onError: sayError });
  return (
    <Ask
      title={`Remove version ${number}?`}
      loses="It can't be rendered again. Files that no other version and no job needs are gone a day later; pictures that were made of it stay."
      yes="Remove it"
      onYes={() => removing.mutate({ projectId, number })}
    >
      <Button
        variant="quiet"
        size="sm"
        isSquare
        aria-label={`Remove version ${number}`}
        disabled={removing.isPending}
      >
        <Trash2 />
      </Button>
    </Ask>
  );
}
