/**
 * The environment, read once and checked. Called by bin/ alone; everything else is handed what it needs.
 * `.env.example` and the README list the same variables.
 */
import { hostname } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { email, password } from "#lib/domain/account.ts";

export class ConfigError extends Error {
  readonly code = "config";
  constructor(message: string) {
    super(message);
    this.name = "ConfigError";
  }
}

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, "takes a port number, 1 to 65535")
    .transform(Number)
    .pipe(z.number().min(1, "takes a port number, 1 to 65535").max(65_535, "takes a port number, 1 to 65535"))
    .default(fallback);

const address = (schemes: readonly string[], example: string) =>
  z
    .string()
    .refine((text) => schemes.some((s) => text.startsWith(`${s}://`)), `takes an address like ${example}`)
    .transform((text) => text.replace(/\/+$/, ""));
const origin = (example: string) => address(["http", "https"], example).optional();

const secret = z.string().min(16, "takes at least 16 characters").optional();

const environment = z.object({
  PORT: port(3000),
  API_PORT: port(3001),
  STORAGE_PORT: port(3002),
  HEARTH_DATA_DIR: z.string().min(1, "takes a folder").default("./data"),
  DATABASE_URL: address(["pglite", "postgres", "postgresql"], "postgres://user:pass@host/hearth").optional(),
  STORAGE_URL: address(["file", "s3"], "file:///srv/hearth/objects").optional(),
  FARM_URL: origin("http://127.0.0.1:3001"),
  FARM_TOKEN: z.string().min(1, "takes an account's token").optional(),
  FARM_STORAGE_URL: origin("https://storage.qarnot.com"),
  HEARTH_HOST: z
    .string()
    .regex(
      /^[A-Za-z0-9.-]+$|^\[[0-9A-Fa-f:]+\]$/,
      "takes a host name without scheme or port, like farm.example.org",
    )
    .optional(),
  HEARTH_BIND: z.string().min(1, "takes an address of this machine, like 0.0.0.0").optional(),
  HEARTH_PORTAL_URL: origin("https://farm.example.org"),
  HEARTH_API_URL: origin("https://api.farm.example.org"),
  HEARTH_STORAGE_URL: origin("https://storage.farm.example.org"),
  HEARTH_ADMIN_EMAIL: email.optional(),
  HEARTH_ADMIN_PASSWORD: password.optional(),
  HEARTH_ADMIN_TOKEN: secret,
  HEARTH_NEW_ACCOUNT_CREDITS: z
    .string()
    .regex(/^\d{1,7}$/, "takes a number of credits, 0 to 1000000")
    .transform(Number)
    .pipe(z.number().max(1_000_000, "takes a number of credits, 0 to 1000000"))
    .default(1000),
  HEARTH_NODE_NAME: z.string().max(100, "takes at most 100 characters").optional(),
  HEARTH_SERVICE_TOKEN: secret,
  HEARTH_NODE_TOKEN: secret,
  HEARTH_SECRET: secret,
  NEXTAUTH_SECRET: secret,
  HEARTH_LOG: z.enum(["info", "warn", "error"], { error: "takes info, warn or error" }).optional(),
});

/** Everything a service is started with, except secrets that are made at the first start (see bin/secrets.ts). */
export interface Config {
  ports: { portal: number; api: number; storage: number };
  dataDir: string;
  databaseUrl: string;
  storageUrl: string;
  /** Where portal and agent find the platform. */
  farmUrl: string;
  /** Another platform, which speaks Qarnot's API alone and renders for this farm; null: our own nodes do. */
  remote: { url: string; storageUrl: string; token: string } | null;
  /** Address to listen on. */
  bind: string;
  /** Origins as browsers reach them. */
  origins: { portal: string; api: string; storage: string };
  admin: { email: string; password?: string; token?: string };
  newAccountCredits: number;
  nodeName: string;
  /** Null: made once and kept in the data folder. */
  secrets: Record<"service" | "node" | "platform" | "auth", string | null>;
  /** Null: by where the log goes (see bin/say.ts). */
  logLevel: "info" | "warn" | "error" | null;
}

/**
 * Shape:  ({PORT: "8080"}, "/srv/hearth") → {ports: {portal: 8080, …}, dataDir: "/srv/hearth/data", …}
 * Errors: ConfigError naming the variable, what it takes and what it holds (never a secret's text).
 */
export function readConfig(env: Record<string, string | undefined>, workDir = process.cwd()): Config {
  // A variable set to nothing (`PORT=` in a .env file) means "the default".
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== "" && value !== undefined),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) throw new ConfigError(describe(parsed.error, given));
  const e = parsed.data;
  const ports = { portal: e.PORT, api: e.API_PORT, storage: e.STORAGE_PORT };
  if (new Set(Object.values(ports)).size < 3)
    throw new ConfigError("PORT, API_PORT and STORAGE_PORT must be three different ports.");
  const dataDir = resolve(workDir, e.HEARTH_DATA_DIR);
  const host = e.HEARTH_HOST ?? "localhost";
  // Without a host name nobody else is meant to reach it, so nobody else can.
  const bind = e.HEARTH_BIND ?? (e.HEARTH_HOST === undefined ? "127.0.0.1" : "0.0.0.0");
  const own = bind === "0.0.0.0" || bind === "::" ? "127.0.0.1" : bind;
  const ownApi = `http://${own.includes(":") ? `[${own}]` : own}:${ports.api}`;
  if (e.FARM_TOKEN !== undefined && (e.FARM_URL === undefined || e.FARM_STORAGE_URL === undefined))
    throw new ConfigError(
      "FARM_TOKEN is for another platform: set FARM_URL to its API and FARM_STORAGE_URL to its storage as well.",
    );
  const remote =
    e.FARM_TOKEN === undefined || e.FARM_URL === undefined || e.FARM_STORAGE_URL === undefined
      ? null
      : { url: e.FARM_URL, storageUrl: e.FARM_STORAGE_URL, token: e.FARM_TOKEN };
  return {
    ports,
    dataDir,
    databaseUrl: e.DATABASE_URL ?? `pglite://${encodeURI(dataDir)}/db`,
    storageUrl: e.STORAGE_URL ?? `file://${dataDir}/objects`,
    farmUrl: (remote === null ? e.FARM_URL : undefined) ?? ownApi,
    remote,
    bind,
    origins: {
      portal: e.HEARTH_PORTAL_URL ?? `http://${host}:${ports.portal}`,
      api: e.HEARTH_API_URL ?? `http://${host}:${ports.api}`,
      storage: e.HEARTH_STORAGE_URL ?? `http://${host}:${ports.storage}`,
    },
    admin: {
      email: e.HEARTH_ADMIN_EMAIL ?? "admin@hearth.local",
      password: e.HEARTH_ADMIN_PASSWORD,
      token: e.HEARTH_ADMIN_TOKEN,
    },
    newAccountCredits: e.HEARTH_NEW_ACCOUNT_CREDITS,
    nodeName: e.HEARTH_NODE_NAME ?? hostname(),
    secrets: {
      service: e.HEARTH_SERVICE_TOKEN ?? null,
      node: e.HEARTH_NODE_TOKEN ?? null,
      platform: e.HEARTH_SECRET ?? null,
      auth: e.NEXTAUTH_SECRET ?? null,
    },
    logLevel: e.HEARTH_LOG ?? null,
  };
}

const IS_SECRET = /PASSWORD|TOKEN|SECRET|DATABASE_URL/;

function describe(error: z.ZodError, given: Record<string, string | undefined>): string {
  return error.issues
    .map((issue) => {
      const name = String(issue.path[0]);
      const held = IS_SECRET.test(name) ? "" : ` It holds "${given[name]}".`;
      return `${name} ${issue.message.startsWith("takes") ? issue.message : `is not right: ${issue.message}`}`
        .replace(/\.?$/, ".")
        .concat(held);
    })
    .join("\n");
}
