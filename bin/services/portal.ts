/**
 * The portal's process part: one HTTP server that carries Next's pages, socket.io and a health answer. Started by
 * `hearth serve`, alone or beside the platform.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { attachGateway } from "#lib/gateway/index.ts";
import { secure } from "#lib/gateway/security-headers.ts";
import type { Log } from "#lib/log.ts";
import { createCompressedStatic } from "./compressed-static.ts";

export interface PortalOptions {
  port: number;
  hostname: string;
  /** Where the platform answers, as this process sees it. */
  farmUrl: string;
  /** Where browsers send and fetch bytes. */
  storageOrigin: string;
  /** The portal's address as people type it. */
  publicUrl: string;
  /** 32 characters or more; encrypts the sign-in cookie. */
  authSecret: string;
  /** The portal's own credential, for the event stream. */
  serviceCredential: string;
  dev: boolean;
  log: Log;
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Next, the portal's code that it bundles, and next-auth all read these when they are first loaded. */
function setEnvironment(options: PortalOptions): void {
  Object.assign(process.env, {
    FARM_URL: options.farmUrl,
    STORAGE_ORIGIN: options.storageOrigin,
    NEXTAUTH_URL: options.publicUrl,
    NEXTAUTH_SECRET: options.authSecret,
    NODE_ENV: options.dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
  });
}

function listen(server: Server, options: PortalOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.hostname, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/**
 * Resolves when pages can be asked for.
 * Errors: the listener's own, with `code: "EADDRINUSE"` when the port is taken.
 */
export async function startPortal(options: PortalOptions): Promise<{ close(): Promise<void> }> {
  setEnvironment(options);
  const isSecure = options.publicUrl.startsWith("https:");
  const security = { storageOrigin: options.storageOrigin, isSecure, dev: options.dev };
  const sendCompressed = options.dev ? () => false : createCompressedStatic(ROOT);
  let handle: Handle | null = null;
  const server = createServer((request, response) => {
    if (handle === null) {
      response.statusCode = 503;
      response.setHeader("retry-after", "1");
      response.end("Hearth is starting.");
      return;
    }
    if (request.url === "/healthz") {
      response.setHeader("content-type", "application/json");
      response.end('{"status":"ok"}');
      return;
    }
    secure(request, response, security);
    if (sendCompressed(request, response)) return;
    // Layouts are not told their address; a gate that sends people to sign in must know where they wanted to go.
    request.headers["x-hearth-path"] = request.url;
    handle(request, response).catch((error: unknown) => {
      options.log.error("portal.request_failed", { error });
      response.destroy();
    });
  });
  await listen(server, options);
  try {
    const { default: next } = await import("next");
    const app = next({
      dev: options.dev,
      dir: ROOT,
      httpServer: server,
      hostname: options.hostname,
      port: options.port,
    });
    await app.prepare();
    handle = app.getRequestHandler();
    const gateway = attachGateway({
      server,
      farmUrl: options.farmUrl,
      serviceCredential: options.serviceCredential,
      authSecret: options.authSecret,
      isSecure,
      log: options.log,
    });
    return {
      async close() {
        await gateway.close();
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeIdleConnections();
        const patience = setTimeout(() => server.closeAllConnections(), 2000);
        await closed;
        clearTimeout(patience);
        await app.close();
      },
    };
  } catch (error) {
    server.closeAllConnections();
    server.close();
    throw error;
  }
}
