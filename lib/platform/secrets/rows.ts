/** The SQL of secrets. */
import type { Sql } from "../db/database.ts";

/** Far above what scripts keep; a bound on what one account can fill the database with. */
export const MAX_SECRETS = 1000;

interface Sealed {
  accountId: string;
  key: string;
  sealed: string;
  now: Date;
}

export const sealedSecret = async (sql: Sql, accountId: string, key: string): Promise<string | undefined> =>
  (
    await sql.query<{ sealed: string }>("select sealed from secrets where account_id = $1 and key = $2", [
      accountId,
      key,
    ])
  )[0]?.sealed;

/** Those called so, and those whose keys begin so, by key. */
export const secretsOf = (sql: Sql, accountId: string, wanted: { keys: string[]; prefixes: string[] }) =>
  sql.query<{ key: string; sealed: string }>(
    `select key, sealed from secrets where account_id = $1 and (key = any($2::text[])
       or exists (select 1 from unnest($3::text[]) as prefix where starts_with(key, prefix))) order by key collate "C"`,
    [accountId, wanted.keys, wanted.prefixes],
  );

export async function insertSecret(
  sql: Sql,
  { accountId, key, sealed, now }: Sealed,
): Promise<"made" | "exists" | "full"> {
  const made = await sql.query(
    `insert into secrets (account_id, key, sealed, created_at, changed_at)
     select $1, $2, $3, $4, $4 where (select count(*) from secrets where account_id = $1) < $5
     on conflict do nothing returning key`,
    [accountId, key, sealed, now, MAX_SECRETS],
  );
  if (made.length === 1) return "made";
  return (await sealedSecret(sql, accountId, key)) === undefined ? "full" : "exists";
}

export const updateSecret = async (sql: Sql, { accountId, key, sealed, now }: Sealed): Promise<boolean> =>
  (
    await sql.query(
      "update secrets set sealed = $3, changed_at = $4 where account_id = $1 and key = $2 returning key",
      [accountId, key, sealed, now],
    )
  ).length === 1;

export const deleteSecret = async (sql: Sql, accountId: string, key: string): Promise<boolean> =>
  (await sql.query("delete from secrets where account_id = $1 and key = $2 returning key", [accountId, key]))
    .length === 1;

/** Keys that begin with the folder, in order. */
export const secretKeys = async (sql: Sql, accountId: string, folder: string): Promise<string[]> =>
  (
    await sql.query<{ key: string }>(
      `select key from secrets where account_id = $1 and starts_with(key, $2) order by key collate "C"`,
      [accountId, folder],
    )
  ).map(({ key }) => key);
