/** Takes the farm's sample scene as a project of one's own and opens the form with it. */
"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Sparkles } from "lucide-react";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Button } from "#components/ui/button.tsx";
import { sayError } from "#components/ui/toast.tsx";
import { keys } from "#lib/queries/keys.ts";
import { takeSample } from "#lib/queries/mutations.ts";

export function SampleButton(): ReactNode {
  const router = useRouter();
  const client = useQueryClient();
  const sample = useMutation({
    ...takeSample(farm),
    onSuccess: (project) => {
      client.setQueryData(keys.project(project.id), project);
      router.push(`/jobs/new?project=${project.id}`);
    },
    onError: sayError,
  });
  return (
    <Button disabled={sample.isPending || sample.isSuccess} onClick={() => sample.mutate()}>
      <Sparkles /> Render the sample scene
    </Button>
  );
}
