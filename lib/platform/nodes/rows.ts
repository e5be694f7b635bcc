/** The SQL of nodes. */
import type { JobId, NodeId } from "#lib/domain/ids.ts";
import type { NodeCapabilities } from "#lib/domain/node.ts";
import type { Sql, Transaction } from "../db/database.ts";

export type Presence = "online" | "draining" | "lost" | "offline";

export interface NodeRow {
  id: NodeId;
  name: string;
  capabilities: NodeCapabilities;
  presence: Presence;
  load: number;
  memoryUsedBytes: number;
  slots: number;
  slotsNote: string;
  connectedAt: Date;
  lastSeenAt: Date;
}

const COLUMNS = `id, name, capabilities, presence, load, memory_used_bytes as "memoryUsedBytes", slots,
  slots_note as "slotsNote", connected_at as "connectedAt", last_seen_at as "lastSeenAt"`;

export const readNode = async (sql: Sql, id: string): Promise<NodeRow | undefined> =>
  (await sql.query<NodeRow>(`select ${COLUMNS} from nodes where id = $1`, [id]))[0];

export const listNodeRows = (sql: Sql) =>
  sql.query<NodeRow>(`select ${COLUMNS} from nodes order by (presence = 'online') desc, name, id`);

/** Nodes that answer and take work. */
export const onlineNodes = (sql: Sql) =>
  sql.query<NodeRow>(`select ${COLUMNS} from nodes where presence = 'online'`);

export const upsertNode = (
  tx: Transaction,
  node: { id: NodeId; name: string; capabilities: NodeCapabilities; at: Date },
) =>
  tx.query(
    `insert into nodes (id, name, capabilities, presence, connected_at, last_seen_at)
     values ($1, $2, $3, 'online', $4, $4)
     on conflict (id) do update set name = $2, capabilities = $3, presence = 'online', connected_at = $4,
       last_seen_at = $4`,
    [node.id, node.name, node.capabilities, node.at],
  );

/** False when the node is unknown or said good-bye: it has to register again. */
export const keepNode = async (
  sql: Sql,
  node: { id: string; load: number; memoryUsedBytes: number; slots: number; slotsNote: string; at: Date },
): Promise<boolean> =>
  (
    await sql.query(
      `update nodes set load = $2, memory_used_bytes = $3, slots = $4, slots_note = $5, last_seen_at = $6,
         presence = case when presence = 'lost' then 'online' else presence end
       where id = $1 and presence <> 'offline' returning id`,
      [node.id, node.load, node.memoryUsedBytes, node.slots, node.slotsNote, node.at],
    )
  ).length === 1;

export const setPresence = (sql: Sql, id: string, presence: Presence) =>
  sql.query("update nodes set presence = $2 where id = $1", [id, presence]);

/** Nodes whose last word is older than `before`; they are lost from now on. */
export const markLost = (sql: Sql, before: Date) =>
  sql.query<NodeRow>(
    `update nodes set presence = 'lost' where presence in ('online', 'draining') and last_seen_at < $1
     returning ${COLUMNS}`,
    [before],
  );

export interface NodeWork {
  nodeId: NodeId;
  jobId: JobId;
  jobName: string;
  coresPerFrame: number;
  frames: number[];
}

/** What live leases hold. One row a lease. */
export const workOfNodes = (sql: Sql, nodeId?: string) =>
  sql.query<NodeWork>(
    `select l.node_id as "nodeId", l.job_id as "jobId", j.name as "jobName", l.cores_per_frame as "coresPerFrame",
       array_agg(f.frame order by f.frame) as frames
     from leases l join jobs j on j.id = l.job_id join frames f on f.lease_id = l.id and f.state = 'active'
     where l.ended_at is null and ($1::uuid is null or l.node_id = $1)
     group by l.id, l.node_id, l.job_id, j.name, l.cores_per_frame`,
    [nodeId ?? null],
  );

/** Cores busy for each of these jobs. A node never works with more cores than it has. */
export const coresOfJobs = (sql: Sql, jobIds: readonly string[]) =>
  sql.query<{ jobId: JobId; cores: number }>(
    `select job_id as "jobId", sum(least(cores, has))::float8 as cores from (
       select l.job_id, l.node_id, sum(l.cores_per_frame * held.n) as cores,
         max((n.capabilities->>'cores')::float8) as has
       from leases l join nodes n on n.id = l.node_id
       join lateral (
         select count(*) as n from frames f where f.lease_id = l.id and f.state = 'active'
       ) held on true
       where l.ended_at is null and l.job_id = any($1::uuid[]) group by l.job_id, l.node_id
     ) on_nodes group by job_id`,
    [jobIds],
  );
