/** The files of a source: as the lease tells them, or asked for in pages; looked at before any of them is fetched. */
import type { Farm } from "#lib/client/index.ts";
import type { Source, SourceFile } from "#lib/contract/farm/nodes.ts";
import { checkTree } from "#lib/domain/source.ts";
import { pause } from "#lib/time.ts";
import { pathInside } from "./paths.ts";
import { isPassing } from "./report-buffer.ts";

const TRIES = 6;
const RETRY_MS = 500;

/** Errors: UnsafePath and SourcePathError for a list that no folder can hold; FarmError. */
export async function listSourceFiles(
  farm: Farm,
  source: Source,
  signal: AbortSignal,
): Promise<SourceFile[]> {
  const files = source.files ?? (await askForFiles(farm, source, signal));
  for (const { path } of files) pathInside("/project", path);
  checkTree(files.map((file) => file.path));
  return files;
}

type Page = Awaited<ReturnType<Farm["sources"]["files"]>>;

/** A farm that is away for a moment costs no frame. */
async function askForPage(farm: Farm, source: Source, offset: number, signal: AbortSignal): Promise<Page> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await farm.sources.files({ params: { sourceId: source.id }, query: { offset }, signal });
    } catch (error) {
      if (signal.aborted || !isPassing(error) || attempt === TRIES) throw error;
      await pause(RETRY_MS * attempt, signal);
    }
  }
}

async function askForFiles(farm: Farm, source: Source, signal: AbortSignal): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (let offset: number | null = 0; offset !== null; ) {
    const page: Page = await askForPage(farm, source, offset, signal);
    files.push(...page.files);
    offset = page.next;
  }
  return files;
}
