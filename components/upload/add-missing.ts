/** Files that the artist adds because the .blend misses them: to their places, and off they go. */
import type { QueryClient } from "@tanstack/react-query";
import { say } from "#components/ui/toast.tsx";
import type { Project } from "#lib/contract/farm/projects.ts";
import { additionOf } from "./tree/missing.ts";
import { addFiles } from "./upload-store.ts";
import type { MissingFile } from "./upload-view.ts";

export async function addMissing(
  client: QueryClient,
  to: { project: Project | null; missing: readonly MissingFile[]; files: readonly File[] },
): Promise<void> {
  const { localFile } = await import("./tree/local-files.ts");
  const brought = to.files.map((file) => ({
    name: file.name,
    at: (path: string) => localFile(path, file),
  }));
  const addition = additionOf(brought, to.missing);
  if (addition.files.length > 0) addFiles(client, to.project, addition);
  else say("None of these has the name of a file that is missing.", true);
}
