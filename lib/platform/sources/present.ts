/** Sources as nodes see them: with signed addresses of their files. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import { MAX_INLINE_FILES, type Source, type SourceFile } from "#lib/contract/farm/nodes.ts";
import type { Api } from "#lib/contract/index.ts";
import type { SourceFile as PlainFile } from "#lib/domain/source.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { keyIn, readSource, sourceFiles, type SourceRow } from "./rows.ts";

const signed = (ctx: Ctx, source: SourceRow, files: readonly PlainFile[]): Promise<SourceFile[]> =>
  Promise.all(
    files.map(async (file) => ({
      ...file,
      url: await ctx.objects.signedGet(source.folder, keyIn(source, file)),
    })),
  );

export async function presentSource(ctx: Ctx, row: SourceRow): Promise<Source> {
  const isShort = row.fileCount <= MAX_INLINE_FILES;
  const files = isShort ? await sourceFiles(ctx.db, row.id, { offset: 0, limit: MAX_INLINE_FILES }) : null;
  return {
    id: row.id,
    hash: row.hash,
    mainFile: row.mainFile,
    sizeBytes: row.sizeBytes,
    fileCount: row.fileCount,
    files: files === null ? null : await signed(ctx, row, files),
    remaps: row.remaps,
  };
}

/** sources.files, for nodes. */
export async function listFiles(
  ctx: Ctx,
  { params, query }: ParsedOf<Api["sources"]["files"]>,
): Promise<ReplyOf<Api["sources"]["files"]>> {
  const source = await readSource(ctx.db, params.sourceId);
  if (source === undefined) throw notFound("source");
  const files = await signed(ctx, source, await sourceFiles(ctx.db, source.id, query));
  const next = query.offset + files.length;
  return { files, next: next < source.fileCount && files.length > 0 ? next : null };
}
