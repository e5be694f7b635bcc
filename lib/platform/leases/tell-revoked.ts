/** The node is told at once to drop a lease, wherever it listens. */
import type { LeaseId } from "#lib/domain/ids.ts";
import type { Transaction } from "../db/database.ts";
import { appendEvent } from "../outbox/append.ts";
import type { LeaseRow } from "./rows.ts";

export const tellRevoked = (tx: Transaction, lease: { id: LeaseId; nodeId: LeaseRow["nodeId"] }) =>
  appendEvent(tx, { type: "lease.revoked", nodeId: lease.nodeId, leaseId: lease.id });
