/**
 * What `hearth serve` asks of each room: the whole of what the composition roots know about platform, portal and agent.
 */
import type { RequestListener } from "node:http";
import type { Log } from "#lib/log.ts";

export interface PlatformOptions {
  databaseUrl: string;
  storageUrl: string;
  newAccountCredits: number;
  /** The sample scene's file; null while there is none. */
  sampleScene: () => string | null;
  storageOrigin: string;
  apiOrigin: string;
  portalOrigin: string;
  /** Signs storage addresses and archive tickets. */
  secret: string;
  serviceToken: string;
  nodeToken: string;
  admin: { email: string; password: string | null; token: string | null };
  log: Log;
}

export interface RunningPlatform {
  api: RequestListener;
  storage: RequestListener;
  /** The first administrator, when this start created it; `password` only when it was made up. */
  createdAdmin: { email: string; password: string | null } | null;
  close(): Promise<void>;
}

export interface PortalOptions {
  port: number;
  hostname: string;
  farmUrl: string;
  storageOrigin: string;
  publicUrl: string;
  authSecret: string;
  serviceCredential: string;
  dev: boolean;
  log: Log;
}

export interface AgentOptions {
  baseUrl: string;
  credential: string;
  nodeName: string;
  workDir: string;
  log: Log;
  /** Fires to stop: the node gives its frames back and leaves. */
  signal: AbortSignal;
}

/** Something started that can be ended. */
export interface Running {
  close(): Promise<void>;
}
