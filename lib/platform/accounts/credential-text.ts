/** Tokens as text and as stored. Prefixes let people and secret scanners tell them apart. */
import { createHash, randomBytes } from "node:crypto";

const PREFIX = { session: "hst_", api: "hat_", share: "hsl_" } as const;

/** 256 random bits, base64url. Shape: newToken("api") → "hat_Zm9v…" */
export const newToken = (kind: keyof typeof PREFIX): string =>
  PREFIX[kind] + randomBytes(32).toString("base64url");

/** SHA-256 in hex: a random token needs no slow hash. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** A password nobody has to invent: 20 characters that are hard to mix up, about 116 bits of chance. */
export function randomPassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  let text = "";
  while (text.length < 20) {
    const byte = randomBytes(1)[0] ?? 0;
    // Bytes above the last whole multiple would make some letters likelier.
    if (byte < Math.floor(256 / letters.length) * letters.length) text += letters[byte % letters.length];
  }
  return text;
}
