/** The SQL of leases. */
import type { JobId, LeaseId, NodeId } from "#lib/domain/ids.ts";
import type { Sql, Transaction } from "../db/database.ts";

export type LeaseEnding = "done" | "revoked" | "expired" | "released";

export interface LeaseRow {
  id: LeaseId;
  jobId: JobId;
  nodeId: NodeId;
  coresPerFrame: number;
  createdAt: Date;
  deadline: Date;
  endedAt: Date | null;
  ending: LeaseEnding | null;
}

const COLUMNS = `l.id, l.job_id as "jobId", l.node_id as "nodeId", l.cores_per_frame as "coresPerFrame",
  l.created_at as "createdAt", l.deadline, l.ended_at as "endedAt", l.ending`;

export const insertLease = (
  tx: Transaction,
  lease: Pick<LeaseRow, "id" | "jobId" | "nodeId" | "coresPerFrame" | "createdAt" | "deadline">,
) =>
  tx.query(
    "insert into leases (id, job_id, node_id, cores_per_frame, created_at, deadline) values ($1, $2, $3, $4, $5, $6)",
    [lease.id, lease.jobId, lease.nodeId, lease.coresPerFrame, lease.createdAt, lease.deadline],
  );

export const readLease = async (sql: Sql, id: string): Promise<LeaseRow | undefined> =>
  (await sql.query<LeaseRow>(`select ${COLUMNS} from leases l where l.id = $1`, [id]))[0];

/** Undefined when it has ended. Lock the job first. */
export const lockLiveLease = async (tx: Transaction, id: string): Promise<LeaseRow | undefined> =>
  (
    await tx.query<LeaseRow>(
      `select ${COLUMNS} from leases l where l.id = $1 and l.ended_at is null for update`,
      [id],
    )
  )[0];

export const liveLeases = (sql: Sql, of: { nodeId?: string; jobId?: string; before?: Date }) =>
  sql.query<LeaseRow>(
    `select ${COLUMNS} from leases l where l.ended_at is null and ($1::uuid is null or l.node_id = $1)
       and ($2::uuid is null or l.job_id = $2) and ($3::timestamptz is null or l.deadline < $3)
     order by l.id`,
    [of.nodeId ?? null, of.jobId ?? null, of.before ?? null],
  );

export const endLeaseRow = (tx: Transaction, id: string, ending: LeaseEnding, at: Date) =>
  tx.query("update leases set ended_at = $2, ending = $3 where id = $1 and ended_at is null", [
    id,
    at,
    ending,
  ]);

/** Renews those of the node's that live; answers them. */
export const renewLeases = (sql: Sql, nodeId: string, ids: readonly string[], deadline: Date) =>
  sql.query<{ id: LeaseId }>(
    `update leases set deadline = $3 where id = any($2::uuid[]) and node_id = $1 and ended_at is null returning id`,
    [nodeId, ids, deadline],
  );

export interface HeldDelivery {
  jobId: JobId;
  frame: number;
  id: string;
  try: number;
}

/** The queue's deliveries behind these live leases; all live ones without `ids`. */
export const deliveriesOf = (sql: Sql, ids?: readonly string[]) =>
  sql.query<HeldDelivery>(
    `select f.job_id as "jobId", f.frame, f.delivery_id as id, f.delivery_try as try
     from frames f join leases l on l.id = f.lease_id
     where l.ended_at is null and f.state = 'active' and f.delivery_id is not null
       and ($1::uuid[] is null or l.id = any($1::uuid[]))`,
    [ids ?? null],
  );
