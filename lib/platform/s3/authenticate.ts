/** Who a request is of: our own signed URLs, or an account that signs with its e-mail and one of its API tokens. */
import type { AccountId } from "#lib/domain/ids.ts";
import type { KeyHolder, StorageAccounts } from "./accounts.ts";
import type { ChunkSigner } from "./aws-chunked.ts";
import { chunkSigner } from "./chunk-signer.ts";
import { refusalError, StorageError } from "./errors.ts";
import { type Credentials, isSignedWith, readSignature, type SignedRequest, untimely } from "./sigv4.ts";

export interface Caller {
  /** Null: our own signed URL, which names the store's folders; otherwise the account, which names its buckets. */
  accountId: AccountId | null;
  email: string;
  /** False: the token's scope is to read. */
  mayWrite: boolean;
  /** What the signature says of the body: its SHA-256 (hex), or a word. */
  payload: string;
  /** For bodies in chunks that are signed each. */
  chunks: ChunkSigner;
}

const NEW_TOKEN =
  " API tokens that were made before this farm kept copies for S3 can't sign; make a new one on your account's page.";

interface Facts {
  own: Credentials;
  accounts: StorageAccounts | null;
  hosts: readonly string[];
  now: number;
}
type Holder = Omit<KeyHolder, "accountId"> & Pick<Caller, "accountId">;

async function holderOf({ own, accounts }: Facts, key: string, memory: "remembered" | "fresh") {
  const ours = {
    accountId: null,
    email: "",
    secrets: [{ text: own.secretKey, mayWrite: true }],
    hasUnusable: false,
  };
  const holder: Holder | null =
    key === own.accessKey ? ours : ((await accounts?.holderOf(key, memory)) ?? null);
  if (holder === null) throw refusalError("InvalidAccessKeyId");
  return holder;
}

/** Errors: StorageError 403. */
export async function authenticate(facts: Facts, request: SignedRequest): Promise<Caller> {
  const found = readSignature(request);
  if (found === null) throw refusalError("AccessDenied");
  const secretOf = ({ secrets }: Holder) =>
    secrets.find(({ text }) => isSignedWith(text, found, request, facts.hosts));
  let holder = await holderOf(facts, found.accessKey, "remembered");
  let secret = secretOf(holder);
  if (secret === undefined && holder.accountId !== null) {
    holder = await holderOf(facts, found.accessKey, "fresh");
    secret = secretOf(holder);
  }
  if (secret === undefined) {
    const refused = refusalError("SignatureDoesNotMatch");
    throw holder.hasUnusable ? new StorageError(403, refused.code, refused.message + NEW_TOKEN) : refused;
  }
  const late = untimely(found, facts.now);
  if (late !== null) throw refusalError(late);
  const { accountId, email } = holder;
  const chunks = chunkSigner(secret.text, found);
  return { accountId, email, mayWrite: secret.mayWrite, payload: found.payload, chunks };
}
