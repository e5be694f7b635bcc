/** The SQL of inspections: a source's main file waiting for, or being read by, a node's Blender. */
import type { InspectionId, NodeId, SourceId } from "#lib/domain/ids.ts";
import type { Sql, Transaction } from "../db/database.ts";

export interface InspectionRow {
  id: InspectionId;
  sourceId: SourceId;
  attempts: number;
}

export const insertInspection = (tx: Transaction, id: InspectionId, sourceId: SourceId, at: Date) =>
  tx.query("insert into inspections (id, source_id, created_at) values ($1, $2, $3)", [id, sourceId, at]);

/** The oldest that nobody reads now; locked. */
export const takeOpenInspection = async (tx: Transaction, now: Date, maxAttempts: number) =>
  (
    await tx.query<InspectionRow>(
      `select id, source_id as "sourceId", attempts from inspections
       where ended_at is null and (deadline is null or deadline < $1) and attempts < $2
       order by created_at limit 1 for update skip locked`,
      [now, maxAttempts],
    )
  )[0];

export const handOutInspection = (tx: Transaction, id: string, nodeId: NodeId, deadline: Date) =>
  tx.query("update inspections set node_id = $2, deadline = $3, attempts = attempts + 1 where id = $1", [
    id,
    nodeId,
    deadline,
  ]);

export const lockInspection = async (tx: Transaction, id: string) =>
  (
    await tx.query<InspectionRow & { endedAt: Date | null }>(
      `select id, source_id as "sourceId", attempts, ended_at as "endedAt" from inspections where id = $1 for update`,
      [id],
    )
  )[0];

export const endInspection = (tx: Transaction, id: string, at: Date) =>
  tx.query("update inspections set ended_at = $2 where id = $1", [id, at]);

/** The node holds nothing any more: others may read what it read. Answers how many. */
export const giveBackInspections = async (sql: Sql, nodeId: string) =>
  (
    await sql.query(
      "update inspections set deadline = null, node_id = null where node_id = $1 and ended_at is null returning id",
      [nodeId],
    )
  ).length;

/** Handed out as often as allowed, and nobody answered in time. */
export const hopelessInspections = (sql: Sql, now: Date, maxAttempts: number) =>
  sql.query<InspectionRow>(
    `select id, source_id as "sourceId", attempts from inspections
     where ended_at is null and attempts >= $2 and (deadline is null or deadline < $1)`,
    [now, maxAttempts],
  );

export const overdueInspections = (sql: Sql, now: Date) =>
  sql.query<{ id: InspectionId }>(
    "select id from inspections where ended_at is null and node_id is not null and deadline < $1 limit 1",
    [now],
  );
