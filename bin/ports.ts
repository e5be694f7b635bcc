/** Listening, with a sentence that names the port and its variable where that fails. */
import { createServer, type Server } from "node:http";
import { StartError } from "./start-error.ts";

export interface Port {
  number: number;
  /** The variable that changes it, e.g. "API_PORT". */
  variable: string;
  host: string;
}

/** Errors: StartError when the port is taken, not ours to take, or the address is not this machine's. */
export function listen(server: Server, port: Port): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => reject(new StartError(whyNot(error, port), error));
    server.once("error", failed);
    server.listen({ port: port.number, host: port.host }, () => {
      server.off("error", failed);
      resolve();
    });
  });
}

function whyNot(error: NodeJS.ErrnoException, port: Port): string {
  if (error.code === "EADDRINUSE")
    return `Port ${port.number} is taken by another program. Stop it, or choose another port with ${port.variable}=….`;
  if (error.code === "EACCES")
    return `Port ${port.number} may not be opened by this user. Choose one above 1023 with ${port.variable}=….`;
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return `${port.host} is not an address of this machine. Change HEARTH_BIND.`;
  return `Port ${port.number} can't be opened (${error.code ?? error.message}). Choose another with ${port.variable}=….`;
}

/** Asks before anything is started, so that a taken port leaves nothing half-started. */
export async function checkPorts(ports: readonly Port[]): Promise<void> {
  for (const port of ports) {
    const probe = createServer();
    await listen(probe, port);
    await new Promise((resolve) => probe.close(resolve));
  }
}

/** Ends a server: no new connections, open ones get `graceMs` to finish. */
export function stopListening(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
