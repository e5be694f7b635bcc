/** The SQL of sources. The list of files may be long: it is read by pages, apart from the row. */
import { z } from "zod";
import { blendSummary, type BlendSummary } from "#lib/domain/blend-summary.ts";
import type { AccountId, SourceId } from "#lib/domain/ids.ts";
import { type SourceFacts, sourceFacts } from "#lib/contract/farm/file-facts.ts";
import {
  MAX_SOURCE_FILES,
  type Remap,
  remap,
  sourceFile,
  type SourceFile,
  type SourceState,
} from "#lib/domain/source.ts";
import type { Sql, Transaction } from "../db/database.ts";

export interface SourceRow {
  id: SourceId;
  accountId: AccountId;
  hash: string;
  /** What the object store calls the place of its files. */
  folder: string;
  /** True: each file lies there under its SHA-256, not under its path. */
  isAddressed: boolean;
  mainFile: string | null;
  fileCount: number;
  sizeBytes: number;
  state: SourceState;
  summary: BlendSummary | null;
  problem: string | null;
  remaps: Remap[];
}

const COLUMNS = `s.id, s.account_id as "accountId", s.hash, s.folder, s.is_addressed as "isAddressed", s.main_file as "mainFile", s.file_count as "fileCount",
  s.size_bytes as "sizeBytes", s.state, s.summary, s.problem, s.remaps`;

const parse = (row: SourceRow): SourceRow => ({
  ...row,
  summary: row.summary === null ? null : blendSummary.parse(row.summary),
  remaps: z.array(remap).parse(row.remaps),
});
const first = (rows: SourceRow[]) => (rows[0] === undefined ? undefined : parse(rows[0]));

export const readSource = async (sql: Sql, id: string) =>
  first(await sql.query<SourceRow>(`select ${COLUMNS} from sources s where s.id = $1`, [id]));

export const lockSource = async (tx: Transaction, id: string) =>
  first(await tx.query<SourceRow>(`select ${COLUMNS} from sources s where s.id = $1 for update`, [id]));

/** The account's source of the same files, marked as asked for now; undefined when there is none. */
export const reuseSource = async (sql: Sql, accountId: string, hash: string, at: Date) =>
  first(
    await sql.query<SourceRow>(
      `update sources s set used_at = $3 where s.account_id = $1 and s.hash = $2 and s.removed_at is null
         and s.state <> 'copying' returning ${COLUMNS}`,
      [accountId, hash, at],
    ),
  );

/** Files in the order of their paths. */
export const sourceFiles = async (
  sql: Sql,
  id: string,
  page: { offset: number; limit: number },
): Promise<SourceFile[]> =>
  z.array(sourceFile).parse(
    (
      await sql.query<{ file: unknown }>(
        `select f.value as file from sources s, jsonb_array_elements(s.files) with ordinality as f(value, place)
         where s.id = $1 and f.place > $2 and f.place <= $2::bigint + $3::bigint order by f.place`,
        [id, page.offset, page.limit],
      )
    ).map((row) => row.file),
  );

/** However many there are. */
export const allSourceFiles = (sql: Sql, id: string): Promise<SourceFile[]> =>
  sourceFiles(sql, id, { offset: 0, limit: MAX_SOURCE_FILES });

/** Where the store keeps a file of it. */
export const keyIn = ({ isAddressed }: Pick<SourceRow, "isAddressed">, file: SourceFile): string =>
  isAddressed ? file.content.replace("sha256-", "") : file.path;

/** While its files are being set aside: found by nobody yet. */
export const insertCopying = (sql: Sql, s: SourceRow, at: Date) =>
  sql.query(
    `insert into sources (id, account_id, hash, folder, is_addressed, main_file, files, file_count, size_bytes, state,
       created_at, used_at)
     values ($1, $2, $3, $4, $5, $6, '[]', 0, 0, 'copying', $7, $7)`,
    [s.id, s.accountId, s.hash, s.folder, s.isAddressed, s.mainFile, at],
  );

export const setCopied = (
  tx: Transaction,
  s: SourceRow,
  { files, facts }: { files: readonly SourceFile[]; facts: SourceFacts | null },
  at: Date,
) =>
  tx.query(
    `update sources set hash = $2, files = $3, file_count = $4, size_bytes = $5, state = $6, used_at = $7, summary = $8,
       facts = $9, remaps = $10 where id = $1`,
    [
      s.id,
      s.hash,
      JSON.stringify(files),
      s.fileCount,
      s.sizeBytes,
      s.state,
      at,
      s.summary,
      facts === null ? null : withoutNul(facts),
      withoutNul(s.remaps),
    ],
  );

/** The database's JSON can't hold U+0000, which a damaged name may have. */
const withoutNul = (value: unknown): string => JSON.stringify(value).replaceAll("\\u0000", "\ufffd");

/** What the platform read in its .blend files; null where it was made before the platform did, or told less. */
export const readFacts = async (sql: Sql, id: string): Promise<SourceFacts | null> => {
  const [row] = await sql.query<{ facts: unknown }>("select facts from sources where id = $1", [id]);
  return sourceFacts.safeParse(row?.facts).data ?? null;
};

export const setInspected = (
  tx: Transaction,
  id: string,
  found: Pick<SourceRow, "state" | "summary" | "problem">,
) =>
  tx.query("update sources set state = $2, summary = $3, problem = $4 where id = $1", [
    id,
    found.state,
    found.summary,
    found.problem,
  ]);

/** Those that no job and no project needs, longest first. */
export const unusedSources = (sql: Sql, before: Date, limit: number) =>
  sql.query<{ id: SourceId; folder: string }>(
    `select s.id, s.folder from sources s where s.removed_at is null and s.used_at < $1
       and not exists (select 1 from jobs j where j.source_id = s.id and j.deleted_at is null)
       and not exists (
         select 1 from projects p left join buckets b on b.folder = p.bucket
         where p.source_id = s.id and b.deleted_at is null)
       and not exists (
         select 1 from project_versions v join projects p on p.id = v.project_id
         left join buckets b on b.folder = p.bucket where v.source_id = s.id and b.deleted_at is null)
     order by s.used_at limit $2`,
    [before, limit],
  );

/** False when somebody asked for it meanwhile. */
export const setRemoved = async (sql: Sql, id: string, before: Date, at: Date): Promise<boolean> =>
  (
    await sql.query(
      `update sources set removed_at = $3 where id = $1 and removed_at is null and used_at < $2 returning id`,
      [id, before, at],
    )
  ).length === 1;
