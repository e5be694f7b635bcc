/** “Look at the scene”: asks the farm for a small model of it and shows it. Nothing of three is loaded before. */
"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Rotate3d, X } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { StateMark } from "#components/ui/state-mark.tsx";
import type { ModelOf, SceneModel } from "#lib/contract/farm/scene-models.ts";
import { askForModel, sceneModelQuery } from "#lib/queries/scene-models.ts";

const loadViewer = () => import("./scene-viewer.tsx");
const SceneViewer = lazy(loadViewer);

const WORKING: Record<"waiting" | "exporting", string> = {
  waiting: "Waiting for a node…",
  exporting: "A node exports the scene; at most half a minute…",
};

function Shown({ model, onAgain }: { model: SceneModel; onAgain: () => void }): ReactNode {
  switch (model.state) {
    case "waiting":
    case "exporting":
      return (
        <output className="flex items-center gap-3 text-sm text-ink-2">
          <StateMark state={model.state === "waiting" ? "queued" : "active"} className="breathe size-4" />
          <span>
            {WORKING[model.state]}
            {model.problem !== null && <span className="block text-ink-3">{model.problem}</span>}
          </span>
        </output>
      );
    case "failed":
      return (
        <Notice kind="warning" title="There is no preview of this scene.">
          <p>{model.problem}</p>
          <Button size="sm" className="mt-3" onClick={onAgain}>
            Try again
          </Button>
        </Notice>
      );
    case "ready":
      return model.url === null || model.facts === null ? null : (
        <Suspense fallback={<p className="late text-sm text-ink-2">Opening the scene…</p>}>
          <SceneViewer key={model.id} url={model.url} facts={model.facts} sizeBytes={model.sizeBytes} />
        </Suspense>
      );
    default:
      return model.state satisfies never;
  }
}

/** `scene` null: the one that is active in the file, or the job's own. */
export function SceneLook({ of, scene }: { of: ModelOf; scene: string | null }): ReactNode {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const ask = useMutation(askForModel(farm, client));
  const asked = useQuery(sceneModelQuery(farm, isOpen ? (ask.data?.id ?? null) : null));
  const model = asked.data ?? ask.data;
  const look = () => {
    setOpen(true);
    ask.mutate({ of, scene });
    // Comes while the node works; if it can't, the view says so when it is opened.
    loadViewer().catch(() => undefined);
  };
  if (!isOpen)
    return (
      <div>
        <Button size="sm" onClick={look} title="A node makes a small model of it, free of charge">
          <Rotate3d /> Look at the scene
        </Button>
      </div>
    );
  return (
    <section
      aria-label="The scene"
      className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4"
    >
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-sm font-semibold">The scene</h2>
        <Button
          variant="quiet"
          size="sm"
          isSquare
          aria-label="Close the scene"
          title="Close"
          onClick={() => setOpen(false)}
        >
          <X />
        </Button>
      </div>
      {ask.error !== null && (
        <Notice kind="problem" isAlert>
          {ask.error.message}
        </Notice>
      )}
      {model === undefined ? (
        ask.error === null && <p className="late text-sm text-ink-2">Asking the farm…</p>
      ) : (
        <Shown model={model} onAgain={look} />
      )}
    </section>
  );
}
