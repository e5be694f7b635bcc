/** The only way money moves: one ledger row, and the account's sums with it, in the verb's transaction. */
import type { LedgerKind } from "#lib/domain/credits.ts";
import type { AccountId, JobId, LeaseId } from "#lib/domain/ids.ts";
import type { Transaction } from "../db/database.ts";

export interface Entry {
  accountId: AccountId;
  kind: LedgerKind;
  /** Signed effect on the balance. Units: micro-credits. */
  amount: number;
  jobId?: JobId;
  frame?: number;
  leaseId?: LeaseId;
  note?: string;
}

export interface Sums {
  balance: number;
  held: number;
}

/** Answers the account's sums after it. A hold moves from balance to held, a release back. */
export async function writeEntry(tx: Transaction, at: Date, entry: Entry): Promise<Sums> {
  const heldChange = entry.kind === "hold" || entry.kind === "release" ? -entry.amount : 0;
  await tx.query(
    `insert into ledger (account_id, at, kind, amount, job_id, frame, lease_id, note)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      entry.accountId,
      at,
      entry.kind,
      entry.amount,
      entry.jobId ?? null,
      entry.frame ?? null,
      entry.leaseId ?? null,
      entry.note ?? "",
    ],
  );
  const rows = await tx.query<Sums>(
    "update accounts set balance = balance + $2, held = held + $3 where id = $1 returning balance, held",
    [entry.accountId, entry.amount, heldChange],
  );
  const sums = rows[0];
  if (sums === undefined) throw new Error(`There is no account ${entry.accountId} to write an entry for.`);
  return sums;
}
