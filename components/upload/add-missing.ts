/** Files that the artist adds because the .blend misses them: to their places, and off they go. */
import type { QueryClient } from "@tanstack/react-query";
import { say } from "#components/ui/toast.tsx";
import type { Project } from "#lib/contract/farm/projects.ts";
import { additionOf } from "./tree/missing.ts";
import { addFiles, loneFile } from "./upload-store.ts";
import type { MissingFile } from "./upload-view.ts";

export async function addMissing(
  client: QueryClient,
  to: { project: Project | null; missing: readonly MissingFile[]; blendFile: string; files: readonly File[] },
): Promise<void> {
  const { localFile } = await import("./tree/dropped.ts");
  const brought = (file: File) => ({ name: file.name, at: (path: string) => localFile(path, file) });
  const blend = loneFile();
  const addition = additionOf(
    to.files.map(brought),
    to.missing,
    to.blendFile,
    blend === null ? null : brought(blend),
  );
  if (addition.files.length === 0) {
    say(
      "None of these has the name of a file that is missing and can be laid where the .blend looks for it.",
      true,
    );
    return;
  }
  addFiles(client, to.project, addition);
}
