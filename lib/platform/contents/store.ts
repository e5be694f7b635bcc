/**
 * Puts files together of chunks that are there, each once, under the SHA-256 of its bytes. What was put together before of
 * the same chunks is found again without reading it.
 */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { TreeFile } from "#lib/contract/farm/contents.ts";
import { type AccountId, newId, type PackId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { inLanes } from "../objects/in-lanes.ts";
import { awaitRemovals } from "./await-removals.ts";
import { removeEmptyPacks } from "./packs.ts";
import { contentFolderOf, packFolderOf } from "./places.ts";
import {
  type ChunkRow,
  type ContentRow,
  contentsOfRecipes,
  insertContents,
  knownChunks,
  moveChunks,
} from "./rows.ts";

type Chunks = TreeFile["chunks"];

/** Files wait for the disk more than they work. */
const AT_ONCE = 4;
/** One read of neighbours. Units: bytes. */
const RUN_BYTES = 8 * 1024 ** 2;

/** Shape: one chunk → its own SHA-256, which is the file's; several → "chunks-…". */
export function recipeOf(chunks: Chunks): string {
  if (chunks.length === 1) return (chunks[0] as Chunks[number])[0];
  const hash = createHash("sha256");
  for (const [sha256] of chunks) hash.update(sha256);
  return chunks.length === 0 ? hash.digest("hex") : `chunks-${hash.digest("hex")}`;
}

/** Neighbours of one object, read at once. */
interface Run {
  folder: string;
  key: string;
  first: number;
  sizeBytes: number;
  chunks: Chunks;
}

function runsOf(accountId: AccountId, chunks: Chunks, places: ReadonlyMap<string, ChunkRow>): Run[] {
  const runs: Run[] = [];
  for (const chunk of chunks) {
    const place = places.get(chunk[0]);
    if (place?.sizeBytes !== chunk[1]) throw notThere();
    const folder = place.packId === null ? contentFolderOf(accountId) : packFolderOf(accountId);
    const key = place.packId ?? place.content ?? "";
    const last = runs.at(-1);
    const continues =
      last?.folder === folder &&
      last.key === key &&
      last.first + last.sizeBytes === place.position &&
      last.sizeBytes + chunk[1] <= RUN_BYTES;
    if (continues) {
      last.sizeBytes += chunk[1];
      last.chunks.push(chunk);
    } else runs.push({ folder, key, first: place.position, sizeBytes: chunk[1], chunks: [chunk] });
  }
  return runs;
}

const notThere = () =>
  new PlatformError(
    "conflict",
    "Some of the files' chunks are not there. Ask which are missing and send them.",
  );

async function readRun({ objects }: Ctx, run: Run): Promise<Buffer> {
  const range = { first: run.first, last: run.first + run.sizeBytes - 1 };
  const pieces: Buffer[] = [];
  for await (const piece of await objects.get(run.folder, run.key, range)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Errors: conflict when storage has other bytes than it took: an object that was PUT again after it was checked. */
function checkRun(bytes: Buffer, run: Run): void {
  let at = 0;
  for (const [sha256, sizeBytes] of run.chunks) {
    const found = createHash("sha256")
      .update(bytes.subarray(at, at + sizeBytes))
      .digest("hex");
    if (found !== sha256) throw notThere();
    at += sizeBytes;
  }
}

/** One content out of its chunks. Answers its row. */
async function putTogether(ctx: Ctx, accountId: AccountId, chunks: Chunks, runs: Run[]): Promise<ContentRow> {
  const hash = createHash("sha256");
  const sizeBytes = chunks.reduce((sum, [, size]) => sum + size, 0);
  async function* bytes() {
    for (const run of runs) {
      const read = await readRun(ctx, run);
      checkRun(read, run);
      hash.update(read);
      yield read;
    }
  }
  const folder = contentFolderOf(accountId);
  // Its name is known when its last byte has gone by.
  const beside = `new-${newId()}`;
  await ctx.objects.put(folder, beside, Readable.from(bytes()));
  const sha256 = hash.digest("hex");
  await awaitRemovals(ctx, accountId, [sha256]);
  await ctx.objects.copy({ bucket: folder, key: beside }, { bucket: folder, key: sha256 });
  await ctx.objects.remove(folder, beside);
  return { sha256, recipe: recipeOf(chunks), sizeBytes };
}

/**
 * Files of one chunk or none: their bytes lie beside each other in packs, so they are read and put many at once. One by one,
 * 10,000 of them took 17 seconds, mostly of waiting.
 */
async function putSmall(
  ctx: Ctx,
  accountId: AccountId,
  files: readonly Chunks[],
  places: ReadonlyMap<string, ChunkRow>,
): Promise<ContentRow[]> {
  const where = ([sha256]: Chunks[number]) => places.get(sha256);
  const inOrder = files
    .flat()
    .sort(
      (a, b) => compareTexts(keyOf(where(a)), keyOf(where(b))) || positionOf(where(a)) - positionOf(where(b)),
    );
  const folder = contentFolderOf(accountId);
  await awaitRemovals(ctx, accountId, files.map(recipeOf));
  const contents: ContentRow[] = [];
  for (const run of runsOf(accountId, inOrder, places)) {
    const bytes = await readRun(ctx, run);
    checkRun(bytes, run);
    let at = 0;
    const objects = run.chunks.map(([sha256, sizeBytes]) => {
      contents.push({ sha256, recipe: sha256, sizeBytes });
      return { key: sha256, body: bytes.subarray(at, (at += sizeBytes)) };
    });
    await ctx.objects.putMany(folder, objects);
  }
  if (files.some((chunks) => chunks.length === 0)) {
    const sha256 = recipeOf([]);
    await ctx.objects.put(folder, sha256, Buffer.alloc(0));
    contents.push({ sha256, recipe: sha256, sizeBytes: 0 });
  }
  return contents;
}

const keyOf = (place: ChunkRow | undefined): string => place?.packId ?? place?.content ?? "";
const positionOf = (place: ChunkRow | undefined): number => place?.position ?? 0;
const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const placesOf = (content: ContentRow, chunks: Chunks) => {
  let position = 0;
  return chunks.map(([sha256, sizeBytes]) => {
    const place = { sha256, sizeBytes, content: content.sha256, position };
    position += sizeBytes;
    return place;
  });
};

/** By recipe. Errors: conflict when chunks are missing. */
export async function storeContents(
  ctx: Ctx,
  accountId: AccountId,
  files: readonly Chunks[],
): Promise<Map<string, ContentRow>> {
  const wanted = new Map(files.map((chunks) => [recipeOf(chunks), chunks]));
  const at = new Date(ctx.clock.now());
  const known = await contentsOfRecipes(ctx.db, accountId, [...wanted.keys()], at);
  const found = new Map(known.map((content) => [content.recipe, content]));
  const fresh = [...wanted].filter(([recipe]) => !found.has(recipe)).map(([, chunks]) => chunks);
  if (fresh.length === 0) return found;
  const hashes = [...new Set(fresh.flatMap((chunks) => chunks.map(([sha256]) => sha256)))];
  const rows = await knownChunks(ctx.db, accountId, hashes, at);
  const places = new Map(rows.map((row) => [row.sha256, row]));
  const large = fresh.filter((chunks) => chunks.length > 1);
  const work = large.map((chunks) => ({ chunks, runs: runsOf(accountId, chunks, places) }));
  const small = fresh.filter((chunks) => chunks.length <= 1);
  const chunksOf = new Map(small.map((chunks) => [recipeOf(chunks), chunks]));
  const made: { content: ContentRow; chunks: Chunks }[] = (await putSmall(ctx, accountId, small, places)).map(
    (content) => ({ content, chunks: chunksOf.get(content.recipe) ?? [] }),
  );
  const put = async ({ chunks, runs }: (typeof work)[number]) => {
    made.push({ content: await putTogether(ctx, accountId, chunks, runs), chunks });
  };
  await inLanes(work, AT_ONCE, put);
  await ctx.db.transaction(async (tx) => {
    await insertContents(
      tx,
      accountId,
      made.map(({ content }) => content),
      at,
    );
    await moveChunks(
      tx,
      accountId,
      made.flatMap(({ content, chunks }) => placesOf(content, chunks)),
    );
  });
  const packIds = new Set(rows.map((row) => row.packId).filter((id): id is PackId => id !== null));
  await removeEmptyPacks(ctx, [...packIds]);
  for (const { content } of made) found.set(content.recipe, content);
  return found;
}
