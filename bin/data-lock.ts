/** One service of a kind on a data folder: two platforms on the same files would lose each other's work. */
import { statSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { StartError } from "./start-error.ts";

/**
 * Holds the folder for this process until it ends, however it ends: an abstract socket named after the folder's device
 * and inode, which Linux frees even after kill -9. On other systems nothing is held; the database has its own lock.
 * Errors: StartError when another process holds it.
 */
export async function lockDataFolder(dataDir: string, service: string): Promise<void> {
  if (process.platform !== "linux") return;
  const { dev, ino } = statSync(dataDir);
  const server = createServer();
  await listening(server, `\0hearth-${service}-${dev}-${ino}`, dataDir, service);
  server.unref();
}

function listening(server: Server, path: string, dataDir: string, service: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new StartError(
              `Hearth's ${service} is already running on ${dataDir}. Stop the other one, or set HEARTH_DATA_DIR to another folder.`,
            )
          : error,
      ),
    );
    server.listen({ path }, () => resolve());
  });
}
