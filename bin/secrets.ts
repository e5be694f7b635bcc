/** Secrets that nobody gave: made once, kept in the data folder where only its owner reads them. */
import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Config, ConfigError } from "#lib/config.ts";

const made = z.object({
  service: z.string().min(16),
  node: z.string().min(16),
  platform: z.string().min(16),
  auth: z.string().min(16),
});
export type Secrets = z.infer<typeof made>;

/**
 * The environment's secrets over the kept ones. Two services that start at once on a new folder agree: the first wins.
 * Errors: ConfigError when the file is there and is not ours.
 */
export function loadSecrets(config: Pick<Config, "dataDir" | "secrets">): Secrets {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const path = join(config.dataDir, "secrets.json");
  const kept = read(path) ?? create(path);
  const given = Object.fromEntries(Object.entries(config.secrets).filter(([, value]) => value !== null));
  return { ...kept, ...given };
}

function read(path: string): Secrets | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    return made.parse(JSON.parse(text));
  } catch (cause) {
    throw new ConfigError(
      `${path} is damaged (${cause instanceof Error ? cause.name : "unreadable"}). Restore it, or remove it to make new secrets: everyone signs in again.`,
    );
  }
}

function create(path: string): Secrets {
  const secret = () => randomBytes(32).toString("base64url");
  const secrets: Secrets = { service: secret(), node: secret(), platform: secret(), auth: secret() };
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  try {
    // A link, not a rename: it appears whole, and never over another service's.
    linkSync(draft, path);
    return secrets;
  } catch (error) {
    const other = (error as NodeJS.ErrnoException).code === "EEXIST" ? read(path) : null;
    if (other === null) throw error;
    return other;
  } finally {
    rmSync(draft, { force: true });
  }
}
