/** The SQL of scene models: asked for, being made by a node's Blender, kept. */
import type { AccountId, NodeId, SceneModelId, SourceId } from "#lib/domain/ids.ts";
import { type ModelFacts, modelFacts, type ModelState } from "#lib/domain/scene-model.ts";
import type { Sql, Transaction } from "../db/database.ts";

export interface SceneModelRow {
  id: SceneModelId;
  accountId: AccountId;
  sourceId: SourceId;
  /** Empty: the one that is active in the file. */
  scene: string;
  state: ModelState;
  problem: string | null;
  sizeBytes: number | null;
  facts: ModelFacts | null;
}

const COLUMNS = `m.id, m.account_id as "accountId", m.source_id as "sourceId", m.scene, m.state, m.problem,
  m.size_bytes as "sizeBytes", m.facts`;
const OPEN = "m.state in ('waiting', 'exporting')";

const parse = (row: SceneModelRow): SceneModelRow => ({
  ...row,
  facts: row.facts === null ? null : modelFacts.parse(row.facts),
});
const first = (rows: SceneModelRow[]) => (rows[0] === undefined ? undefined : parse(rows[0]));

export const readModel = async (sql: Sql, id: string) =>
  first(await sql.query<SceneModelRow>(`select ${COLUMNS} from scene_models m where m.id = $1`, [id]));

export const lockModel = async (tx: Transaction, id: string) =>
  first(
    await tx.query<SceneModelRow>(`select ${COLUMNS} from scene_models m where m.id = $1 for update`, [id]),
  );

/** The one of these files and this scene, or a new one; one that failed is open again. Locked. */
export const openModel = async (
  tx: Transaction,
  m: Pick<SceneModelRow, "id" | "accountId" | "sourceId" | "scene"> & { sourceHash: string; at: Date },
): Promise<SceneModelRow> => {
  const row = first(
    await tx.query<SceneModelRow>(
      `insert into scene_models as m (id, account_id, source_hash, source_id, scene, state, created_at, used_at)
       values ($1, $2, $3, $4, $5, 'waiting', $6, $6)
       on conflict (account_id, source_hash, scene) do update set used_at = $6, source_id = $4,
         state = case m.state when 'failed' then 'waiting' else m.state end,
         attempts = case m.state when 'failed' then 0 else m.attempts end,
         problem = case m.state when 'failed' then null else m.problem end
       returning ${COLUMNS}`,
      [m.id, m.accountId, m.sourceHash, m.sourceId, m.scene, m.at],
    ),
  );
  if (row === undefined) throw new Error("A scene model was neither found nor made.");
  return row;
};

/** The oldest that nobody makes now; locked. */
export const takeOpenModel = async (tx: Transaction, now: Date, maxAttempts: number) =>
  first(
    await tx.query<SceneModelRow>(
      `select ${COLUMNS} from scene_models m
       where ${OPEN} and (m.deadline is null or m.deadline < $1) and m.attempts < $2
       order by m.created_at limit 1 for update skip locked`,
      [now, maxAttempts],
    ),
  );

export const handOutModel = (tx: Transaction, id: string, nodeId: NodeId, deadline: Date) =>
  tx.query(
    "update scene_models set state = 'exporting', node_id = $2, deadline = $3, attempts = attempts + 1 where id = $1",
    [id, nodeId, deadline],
  );

export const endModel = (
  tx: Transaction,
  id: string,
  end: Pick<SceneModelRow, "state" | "problem" | "sizeBytes" | "facts">,
) =>
  tx.query(
    `update scene_models set state = $2, problem = $3, size_bytes = $4, facts = $5, node_id = null, deadline = null
     where id = $1`,
    [id, end.state, end.problem, end.sizeBytes, end.facts],
  );

/** The node holds nothing any more. Answers how many it had. */
export const giveBackModels = async (sql: Sql, nodeId: string) =>
  (
    await sql.query(
      `update scene_models m set deadline = null, node_id = null, state = 'waiting' where m.node_id = $1 and ${OPEN}
       returning m.id`,
      [nodeId],
    )
  ).length;

/** Handed out as often as allowed, and nobody answered in time. */
export const hopelessModels = (sql: Sql, now: Date, maxAttempts: number) =>
  sql.query<{ id: SceneModelId }>(
    `select m.id from scene_models m where ${OPEN} and m.attempts >= $2 and (m.deadline is null or m.deadline < $1)`,
    [now, maxAttempts],
  );

export const overdueModels = (sql: Sql, now: Date) =>
  sql.query<{ id: SceneModelId }>(
    `select m.id from scene_models m where ${OPEN} and m.node_id is not null and m.deadline < $1 limit 1`,
    [now],
  );

/** Those that nobody asked for since, and those whose files are gone. */
export const unusedModels = (sql: Sql, before: Date, limit: number) =>
  sql.query<{ id: SceneModelId; accountId: AccountId }>(
    `select m.id, m.account_id as "accountId" from scene_models m
     where m.used_at < $1 or not exists (
       select 1 from sources s where s.account_id = m.account_id and s.hash = m.source_hash and s.removed_at is null)
     order by m.used_at limit $2`,
    [before, limit],
  );

export const deleteModel = (sql: Sql, id: string) =>
  sql.query("delete from scene_models where id = $1", [id]);
