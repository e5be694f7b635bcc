/** Passwords: argon2id with OWASP's least parameters (19 MiB, 2 passes), about 65 ms of one core. */
import { hash, verify } from "@node-rs/argon2";

const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password, OPTIONS);

let dummy: Promise<string> | undefined;

/**
 * Whether the password fits the hash. Without a hash (no such account) it takes as long and says no, so that the answer's
 * time does not tell whether an account exists.
 */
export async function passwordFits(stored: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword("no account has this password");
  const fits = await verify(stored ?? (await dummy), password);
  return stored !== null && fits;
}
