/**
 * Sends a folder's files: hashes them chunk by chunk, asks which chunks the account has not, and PUTs those in packs, many
 * small files in one. What is sent once is never sent again, so an upload that broke goes on where it was.
 */
import { MAX_CHUNKS_A_CALL, type TreeFile } from "#lib/contract/farm/contents.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import { chunksOf } from "#lib/domain/chunks.ts";
import type { PackId, ProjectId } from "#lib/domain/ids.ts";
import type { Farm } from "../index.ts";
import type { CutChunk } from "./cut-file.ts";
import type { LocalFile } from "./local-file.ts";

/** A pack is held in memory while it is filled and while it is sent. Units: bytes. */
const PACK_BYTES = 16 * 1024 ** 2;
/** One is sent while the next is filled. */
const PACKS_AT_ONCE = 2;
/** Small files are opened this many at once: each waits for the disk. */
const FILES_AT_ONCE = 8;
/** Known to be small: read in one go, several at once. Units: bytes. */
const SMALL_BYTES = 1024 ** 2;

export interface TreeProgress {
  phase: "reading" | "sending" | "assembling";
  /** Of all files. */
  readBytes: number;
  /** Of what the farm has not: known when everything is read. */
  missingBytes: number;
  sentBytes: number;
}

export interface TreeTools {
  farm: Farm;
  /** A file's chunks (cut-file.ts), in whichever thread; `onBytes` hears how many more are read. */
  cut: (file: LocalFile, onBytes: (bytes: number) => void) => Promise<CutChunk[]>;
  /** To a signed address; patient while the farm is away. Errors: what can't be mended by waiting. */
  put: (url: string, bytes: Uint8Array<ArrayBuffer>, onBytes: (sent: number) => void) => Promise<void>;
  signal: AbortSignal;
  onProgress: (progress: TreeProgress) => void;
}

export interface TreeToSend {
  files: readonly LocalFile[];
  blendFile: string;
  name?: string;
  /** The project that this is a version of. */
  projectId?: ProjectId;
  /** The files join those of the newest version. */
  adds?: boolean;
}

type Chunk = CutChunk;

async function readAll(
  files: readonly LocalFile[],
  tools: TreeTools,
  progress: TreeProgress,
): Promise<TreeFile[]> {
  const list: TreeFile[] = [];
  const readOne = async (file: LocalFile, place: number) => {
    const chunks = await tools.cut(file, (bytes) => {
      progress.readBytes += bytes;
      tools.onProgress({ ...progress });
    });
    list[place] = { path: file.path, chunks };
  };
  const places = files.map((file, place) => ({ file, place }));
  const small = places.filter(({ file }) => file.sizeBytes <= SMALL_BYTES).values();
  const lane = async () => {
    for (const { file, place } of small) await readOne(file, place);
  };
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, lane));
  // One after the other: each would fill the memory of a page with its pieces.
  for (const { file, place } of places) if (file.sizeBytes > SMALL_BYTES) await readOne(file, place);
  return list;
}

async function missingOf(list: readonly TreeFile[], { farm, signal }: TreeTools): Promise<Set<string>> {
  const hashes = [...new Set(list.flatMap((file) => file.chunks.map(([sha256]) => sha256)))];
  const missing = new Set<string>();
  for (let at = 0; at < hashes.length; at += MAX_CHUNKS_A_CALL) {
    const chunks = hashes.slice(at, at + MAX_CHUNKS_A_CALL);
    for (const hash of (await farm.contents.missing({ body: { chunks }, signal })).missing) missing.add(hash);
  }
  return missing;
}

/** The bytes of those chunks of a file that are missing, each once. */
async function* missingBytesOf(
  file: LocalFile,
  chunks: readonly Chunk[],
  missing: Set<string>,
  whole: Promise<Uint8Array<ArrayBuffer>> | undefined,
) {
  const wants = (hash: string) => missing.delete(hash);
  if (file.read !== undefined) {
    let at = 0;
    for (const chunk of chunks) {
      if (wants(chunk[0])) yield { chunk, bytes: await (whole ?? file.read(at, at + chunk[1])) };
      at += chunk[1];
    }
    return;
  }
  if (!chunks.some(([hash]) => missing.has(hash))) return;
  let place = 0;
  for await (const bytes of chunksOf(file.stream())) {
    const chunk = chunks[place++];
    if (chunk !== undefined && wants(chunk[0])) yield { chunk, bytes };
  }
}

/** Small files that will be sent are opened some ahead: one after the other, each waits for the disk. */
function readAhead(files: readonly LocalFile[], list: readonly TreeFile[], missing: ReadonlySet<string>) {
  const reading = new Map<number, Promise<Uint8Array<ArrayBuffer>>>();
  let next = 0;
  /** The bytes of the file at this place, where they are on their way. */
  return (place: number): Promise<Uint8Array<ArrayBuffer>> | undefined => {
    for (; next < Math.min(files.length, place + FILES_AT_ONCE); next++) {
      const [file, chunks] = [files[next], list[next]?.chunks ?? []];
      const [only] = chunks;
      if (file?.read === undefined || chunks.length !== 1 || only === undefined || !missing.has(only[0]))
        continue;
      const bytes = file.read(0, only[1]);
      // Who takes it hears of its error.
      bytes.catch(() => {});
      reading.set(next, bytes);
    }
    const mine = reading.get(place);
    reading.delete(place);
    return mine;
  };
}

interface Pack {
  chunks: Chunk[];
  bytes: Uint8Array<ArrayBuffer>;
}

/** Packs of missing chunks, each as full as it gets. */
async function* packsOf(files: readonly LocalFile[], list: readonly TreeFile[], missing: Set<string>) {
  let [bytes, length, chunks]: [Uint8Array<ArrayBuffer>, number, Chunk[]] = [
    new Uint8Array(PACK_BYTES),
    0,
    [],
  ];
  const full = (): Pack => {
    const pack = { chunks, bytes: bytes.subarray(0, length) };
    [bytes, length, chunks] = [new Uint8Array(PACK_BYTES), 0, []];
    return pack;
  };
  const onItsWay = readAhead(files, list, missing);
  for (const [place, file] of files.entries())
    for await (const found of missingBytesOf(file, list[place]?.chunks ?? [], missing, onItsWay(place))) {
      if (length + found.bytes.length > PACK_BYTES || chunks.length === MAX_CHUNKS_A_CALL) yield full();
      bytes.set(found.bytes, length);
      length += found.bytes.length;
      chunks.push(found.chunk);
    }
  if (length > 0) yield full();
}

async function putPack(
  bytes: Uint8Array<ArrayBuffer>,
  tools: TreeTools,
  onBytes: (sent: number) => void,
): Promise<PackId> {
  const { farm, signal } = tools;
  const { packId, url } = await farm.contents.pack({ body: { sizeBytes: bytes.length }, signal });
  await tools.put(url, bytes, onBytes);
  return packId;
}

async function sendMissing(
  tree: TreeToSend,
  list: readonly TreeFile[],
  tools: TreeTools,
  progress: TreeProgress,
): Promise<void> {
  const missing = await missingOf(list, tools);
  const sizes = new Map(list.flatMap((file) => file.chunks));
  progress.phase = "sending";
  progress.missingBytes = [...missing].reduce((sum, hash) => sum + (sizes.get(hash) ?? 0), 0);
  tools.onProgress({ ...progress });
  const packs = packsOf(tree.files, list, missing);
  const lane = async () => {
    // One generator, several takers: each gets the next pack.
    for (let next = await packs.next(); next.done !== true; next = await packs.next()) {
      const { chunks, bytes } = next.value;
      let told = 0;
      const tell = (sent: number) => {
        progress.sentBytes += Math.min(sent, bytes.length) - told;
        told = Math.min(sent, bytes.length);
        tools.onProgress({ ...progress });
      };
      const packId = await putPack(bytes, tools, tell);
      tell(bytes.length);
      const body = { chunks: chunks.map(([sha256, sizeBytes]) => ({ sha256, sizeBytes })) };
      await tools.farm.contents.take({ params: { packId }, body, signal: tools.signal });
    }
  };
  await Promise.all(Array.from({ length: PACKS_AT_ONCE }, lane));
}

/** Answers the project. Errors: FarmError, the signal's reason, and what reading and `put` throw. */
export async function sendTree(tree: TreeToSend, tools: TreeTools): Promise<Project> {
  const progress: TreeProgress = { phase: "reading", readBytes: 0, missingBytes: 0, sentBytes: 0 };
  const { farm, signal } = tools;
  const reading = readAll(tree.files, tools, progress);
  const preparing =
    tree.projectId === undefined
      ? undefined
      : farm.projects.prepare({ params: { projectId: tree.projectId }, signal });
  const [list] = await Promise.all([reading, preparing]);
  await sendMissing(tree, list, tools, progress);
  progress.phase = "assembling";
  tools.onProgress({ ...progress });
  const text = new TextEncoder().encode(JSON.stringify(list));
  const packId = await putPack(text, tools, () => undefined);
  const { blendFile, name, projectId, adds } = tree;
  return farm.projects.assemble({
    body: {
      list: packId,
      blendFile,
      ...(name !== undefined && { name }),
      ...(projectId !== undefined && { projectId }),
      ...(adds !== undefined && { adds }),
    },
    signal,
  });
}
