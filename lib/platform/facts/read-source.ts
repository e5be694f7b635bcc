/** Reads what is in a source's .blend and its libraries, where they are stored, by ranges. */
import type { ByteSource } from "#lib/blend/byte-source.ts";
import type { BlendSummary as ReadSummary, ExternalFile } from "#lib/blend/summary.ts";
import { type NamedFileFacts, readFile, type SourceFacts } from "#lib/contract/farm/file-facts.ts";
import { summaryOfFile } from "#lib/contract/translate/file-summary.ts";
import type { BlendSummary } from "#lib/domain/blend-summary.ts";
import { followLibraries } from "#lib/domain/follow-libraries.ts";
import { broughtTree, type NamedFile, type ResolvedFile, resolveFile } from "#lib/domain/resolve-files.ts";
import type { SourceFile } from "#lib/domain/source.ts";
import type { Platform } from "../context.ts";
import type { ObjectPlace, ObjectStore } from "../objects/object-store.ts";
import { keyIn } from "../sources/rows.ts";

/** A list of more helps nobody, and is kept in the database. */
const MOST_FILES = 5000;
/** For all libraries together; what is left then is Blender's to look into. Units: milliseconds. */
const LIBRARIES_MS = 5000;
/** As of the list of missing files that a node tells. */
const MOST_MISSING = 500;

export interface WantedFacts {
  folder: string;
  isAddressed: boolean;
  mainFile: string;
  files: readonly SourceFile[];
}

/** Ranged reads of a stored object. */
export function sourceOfObject(objects: ObjectStore, at: ObjectPlace, sizeBytes: number): ByteSource {
  return {
    size: sizeBytes,
    async read(offset, length) {
      const range = { first: offset, last: Math.min(sizeBytes, offset + length) - 1 };
      const pieces: Buffer[] = [];
      for await (const piece of await objects.get(at.bucket, at.key, range)) pieces.push(piece as Buffer);
      return Buffer.concat(pieces);
    },
  };
}

const factsOf = ({ file, state, wanted, instead }: ResolvedFile): NamedFileFacts => ({
  kind: file.kind as NamedFileFacts["kind"],
  path: file.path,
  relativeTo: file.relativeTo,
  dataBlock: file.dataBlock,
  state,
  wanted,
  instead,
});

/** A file that could not be read is told in the facts. Errors: what storage throws. */
export async function readSourceFacts(
  { objects, blends, log }: Pick<Platform, "objects" | "blends" | "log">,
  wanted: WantedFacts,
): Promise<SourceFacts> {
  const byPath = new Map(wanted.files.map((file) => [file.path, file]));
  const tree = broughtTree(byPath.keys());
  const found: { main: ReadSummary | null; problem: SourceFacts["problem"] } = { main: null, problem: null };
  const began = performance.now();
  const read = async (path: string): Promise<ExternalFile[] | null> => {
    const file = byPath.get(path);
    if (file === undefined) return [];
    const isMain = path === wanted.mainFile;
    if (!isMain && performance.now() - began > LIBRARIES_MS) return null;
    const place = { bucket: wanted.folder, key: keyIn(wanted, file) };
    const source = sourceOfObject(objects, place, file.sizeBytes);
    const told = await blends.read(isMain ? "all" : "files", path, source);
    if ("code" in told) {
      if (isMain) found.problem = told;
      log.info("blend.unread", { path, code: told.code });
      return null;
    }
    found.main = told.summary ?? found.main;
    return told.files;
  };
  const named = await followLibraries(tree, wanted.mainFile, read);
  const files = named.files.map((file: NamedFile) => factsOf(resolveFile(file, tree)));
  return {
    file: found.main === null ? null : readFile.parse(found.main),
    problem: found.problem,
    files: files.slice(0, MOST_FILES),
    filesLeftOut: Math.max(0, files.length - MOST_FILES),
    unread: named.unread,
  };
}

/** Caches that were never written are made while rendering. */
const isNeeded = ({ kind }: NamedFileFacts) => kind !== "simulation";

/** As the .blend names them; what lies where it is looked for, or is taken from elsewhere, is no trouble. */
export function missingOf({ files }: SourceFacts): string[] {
  const isGone = ({ state, instead }: NamedFileFacts) =>
    (state === "missing" || state === "outside" || state === "wrong_case" || state === "misplaced") &&
    instead === null;
  const paths = files.filter((one) => isNeeded(one) && isGone(one)).map(({ path }) => path);
  return [...new Set(paths)].slice(0, MOST_MISSING);
}

/** What forms and jobs go by. Null where the file could not be read. */
export function summaryFrom(facts: SourceFacts): BlendSummary | null {
  const { file } = facts;
  if (file === null) return null;
  return {
    ...summaryOfFile({ ...file, thumbnail: null, externalFiles: [] }),
    missingFiles: missingOf(facts),
  };
}
