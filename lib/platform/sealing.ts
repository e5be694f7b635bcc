/**
 * Text that must come back as it was, kept so that the database alone tells nobody: AES-256-GCM under a key made of the
 * platform's secret. A purpose ("secret of <account>") is bound in, so a sealed text can't be moved to another place.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const VERSION = "v1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The platform's secret was changed, or the row was tampered with. */
export class SealBroken extends Error {
  readonly code = "seal_broken";
  constructor(cause?: unknown) {
    super("Something that was kept sealed can't be read: was HEARTH_SECRET changed?", { cause });
    this.name = "SealBroken";
  }
}

const keys = new Map<string, Buffer>();
function keyOf(secret: string): Buffer {
  const key = keys.get(secret) ?? Buffer.from(hkdfSync("sha256", secret, "", "hearth sealing v1", 32));
  keys.set(secret, key);
  return key;
}

/** Shape: ("the secret", "why", "text") → "v1.<base64url of nonce, tag and cipher text>", another one each time. */
export function seal(secret: string, purpose: string, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyOf(secret), nonce).setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
}

/** Errors: SealBroken when secret, purpose or text is not what it was sealed with. */
export function unseal(secret: string, purpose: string, sealed: string): string {
  const [version, packed = ""] = sealed.split(".");
  const bytes = Buffer.from(packed, "base64url");
  if (version !== VERSION || bytes.length < NONCE_BYTES + TAG_BYTES) throw new SealBroken();
  const decipher = createDecipheriv("aes-256-gcm", keyOf(secret), bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return (
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8")
    );
  } catch (error) {
    throw new SealBroken(error);
  }
}
