/** What is known of a source as soon as its files are there: read here, so that no job waits for a node to look first. */
import type { NamedFileFacts, SourceFacts } from "#lib/contract/farm/file-facts.ts";
import { compareVersions, minorVersion } from "#lib/domain/node.ts";
import type { Remap, SourceFile } from "#lib/domain/source.ts";
import type { Platform } from "../context.ts";
import { onlineNodes } from "../nodes/rows.ts";
import type { SourceRow } from "../sources/rows.ts";
import { readSourceFacts, summaryFrom } from "./read-source.ts";

export type KnownOfSource = Pick<SourceRow, "state" | "summary" | "remaps"> & { facts: SourceFacts | null };

const ASK_A_NODE: KnownOfSource = { state: "inspecting", summary: null, remaps: [], facts: null };

/** Never throws: what can't be read here is asked of a node's Blender, as it is of every file besides. */
export async function readFactsOf(
  platform: Platform,
  source: Pick<SourceRow, "folder" | "isAddressed" | "mainFile">,
  files: readonly SourceFile[],
): Promise<KnownOfSource> {
  const { mainFile } = source;
  if (mainFile === null) return { ...ASK_A_NODE, state: "ready" };
  try {
    const facts = await readSourceFacts(platform, { ...source, mainFile, files });
    const summary = summaryFrom(facts);
    const remaps = remapsOf(facts.files);
    const isKnown = summary !== null && !(await isTooNew(platform, summary.savedBy));
    if (!isKnown) return { ...ASK_A_NODE, remaps, facts };
    return { state: "ready", summary, remaps, facts };
  } catch (error) {
    platform.log.warn("blend.read_failed", { path: mainFile, error: String(error) });
    return ASK_A_NODE;
  }
}

/** Newer than every Blender that is there now: a node says so better than a job that waits for ever. */
async function isTooNew({ db }: Platform, savedBy: string): Promise<boolean> {
  const versions = (await onlineNodes(db)).flatMap((node) =>
    node.capabilities.blenders.map((b) => b.version),
  );
  return versions.length > 0 && versions.every((has) => compareVersions(savedBy, minorVersion(has)) > 0);
}

/** Each once: a texture may be named a hundred times. */
export function remapsOf(files: readonly NamedFileFacts[]): Remap[] {
  const remaps = new Map<string, Remap>();
  for (const { relativeTo, path, instead } of files)
    if (instead !== null) remaps.set(`${relativeTo}\0${path}`, { blend: relativeTo, path, to: instead });
  return [...remaps.values()];
}
