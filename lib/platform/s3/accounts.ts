/** What storage asks the platform: whose key that is, and which buckets are theirs. */
import { isBucketName } from "#lib/domain/bucket.ts";
import type { Scope } from "#lib/domain/account.ts";
import type { AccountId } from "#lib/domain/ids.ts";
import { openToken } from "../accounts/sealed-token.ts";
import { ensureBucket } from "../buckets/create.ts";
import { type BucketUsage, usageOf } from "../buckets/list.ts";
import { removeBucket } from "../buckets/remove.ts";
import { bucketByName, type BucketRow, bucketsOf, touchBucket } from "../buckets/rows.ts";
import type { Platform } from "../context.ts";

/** Who may sign as an access key. */
export interface KeyHolder {
  accountId: AccountId;
  email: string;
  /** Any of them signs; what its scope allows. */
  secrets: readonly { text: string; mayWrite: boolean }[];
  /** There are tokens whose copy can't be had: made before copies were kept. */
  hasUnusable: boolean;
}

export interface StorageAccounts {
  /** Null: no such account, or it is disabled. What is remembered may lack a token that was made a moment ago. */
  holderOf(accessKey: string, memory: "remembered" | "fresh"): Promise<KeyHolder | null>;
  buckets(accountId: AccountId): Promise<BucketRow[]>;
  bucket(accountId: AccountId, name: string): Promise<BucketRow | undefined>;
  /** The same again is fine. Null: that is no name for a bucket. */
  create(accountId: AccountId, name: string): Promise<BucketRow | null>;
  remove(bucket: BucketRow): Promise<void>;
  usage(bucket: BucketRow): Promise<BucketUsage>;
  /** Something was put in or taken out. */
  touched(bucket: BucketRow): Promise<void>;
}

/** How long a holder is remembered, unless credentials change before. Units: milliseconds. */
const REMEMBERED_MS = 10_000;
/** How exact "last used" is. Units: milliseconds. */
const TOUCH_MS = 60_000;

interface TokenCopy {
  accountId: AccountId;
  email: string;
  hash: string;
  sealed: string | null;
  scope: Scope;
}

export function storageAccounts(platform: Platform): StorageAccounts {
  const { db, clock, settings } = platform;
  const known = new Map<string, { holder: KeyHolder | null; until: number }>();
  platform.credentials.onForget(() => known.clear());

  async function read(accessKey: string): Promise<KeyHolder | null> {
    const rows = await db.query<TokenCopy>(
      `select a.id as "accountId", a.email, t.hash, t.sealed, t.scope from tokens t join accounts a on a.id = t.account_id
       where a.email = $1 and not a.is_disabled and t.kind = 'api' and (t.expires_at is null or t.expires_at > $2)
       order by t.last_used_at desc nulls last`,
      [accessKey, new Date(clock.now())],
    );
    const [first] = rows;
    if (first === undefined) return null;
    const secrets = rows.flatMap(({ sealed, hash, scope }) => {
      const text = sealed === null ? null : openToken(settings.secret, sealed, hash);
      return text === null ? [] : [{ text, mayWrite: scope !== "read" }];
    });
    const { accountId, email } = first;
    return { accountId, email, secrets, hasUnusable: secrets.length < rows.length };
  }

  return {
    holderOf: async (accessKey, memory) => {
      const email = accessKey.trim().toLowerCase();
      const entry = known.get(email);
      if (memory === "remembered" && entry !== undefined && entry.until > clock.now()) return entry.holder;
      const holder = await read(email);
      // Keys that nobody has are not remembered: they would fill the memory.
      if (holder !== null) known.set(email, { holder, until: clock.now() + REMEMBERED_MS });
      return holder;
    },
    buckets: (accountId) => bucketsOf(db, accountId),
    bucket: (accountId, name) => bucketByName(db, accountId, name),
    create: async (accountId, name) =>
      isBucketName(name)
        ? ensureBucket(db, { accountId, name, kind: "files", now: new Date(clock.now()) })
        : null,
    remove: (bucket) => removeBucket(platform, bucket),
    usage: (bucket) => usageOf(platform.objects, bucket),
    touched: async ({ folder, usedAt }) => {
      if (clock.now() - usedAt.getTime() > TOUCH_MS) await touchBucket(db, folder, new Date(clock.now()));
    },
  };
}
