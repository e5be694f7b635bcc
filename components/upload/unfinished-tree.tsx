/** A folder whose sending a closed page cut short: it goes on from its handle, or the artist drops it again. */
"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useEffect } from "react";
import { Button } from "#components/ui/button.tsx";
import { sayError } from "#components/ui/toast.tsx";
import { forgetTree, type KeptTree, mayRead } from "./kept-tree.ts";
import { isHeldElsewhere } from "./one-window.ts";
import { beginTree } from "./upload-store.ts";
import { uploadView } from "./upload-view.ts";

/** Errors: in words, when the folder is gone or its .blend is. */
async function readAgain({ handle, blendFile }: KeptTree) {
  if (handle === null) throw new Error("Drop the folder again.");
  const { filesIn, treeOf } = await import("./tree/dropped.ts");
  const { readyTree } = await import("./tree/ready.ts");
  const tree = await treeOf(await filesIn(handle));
  if (tree === null || !tree.blends.includes(blendFile))
    throw new Error(`There is no ${blendFile} in the folder any more. Drop it again.`);
  return readyTree(tree.files, blendFile);
}

export function UnfinishedTree({ kept, onForget }: { kept: KeptTree; onForget: () => void }): ReactNode {
  const client = useQueryClient();
  const goOn = useCallback(
    async (mayAsk: boolean) => {
      const { handle, key, name, projectId } = kept;
      if (handle === null || (await mayRead(handle, mayAsk)) !== true) return;
      const { files, blendFile, missing } = await readAgain(kept);
      if (uploadView().status !== "idle") return;
      const target = projectId === null ? {} : { projectId };
      beginTree(client, { files, blendFile, name, ...target }, name, missing, { key, handle });
    },
    [client, kept],
  );
  useEffect(() => {
    void isHeldElsewhere(kept.key).then((isHeld) =>
      isHeld ? undefined : goOn(false).catch(() => undefined),
    );
  }, [goOn, kept.key]);
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate" title={kept.name}>
          {kept.name}
        </p>
        <p className="text-xs text-ink-2">
          {kept.handle === null
            ? "This folder was not sent to its end. Drop it again: only what lacks is sent."
            : "This folder was not sent to its end. Go on, and only what lacks is sent."}
        </p>
      </div>
      {kept.handle !== null && (
        <Button size="sm" onClick={() => void goOn(true).catch(sayError)}>
          Go on
        </Button>
      )}
      <Button size="sm" variant="quiet" onClick={() => void forgetTree().then(onForget)}>
        Forget it
      </Button>
    </li>
  );
}
