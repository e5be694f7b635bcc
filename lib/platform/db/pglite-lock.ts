/**
 * One Hearth for each data folder. PGlite takes no lock of its own, and two of them on one folder lose rows silently.
 * An abstract socket is the lock: the kernel frees it however the process ends, kill -9 included.
 */
import { stat } from "node:fs/promises";
import { createServer } from "node:net";
import { DatabaseLocked } from "./errors.ts";

/** Answers the function that frees it. Errors: DatabaseLocked. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const { dev, ino } = await stat(folder);
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new DatabaseLocked(folder) : error),
    );
    server.listen(`\0hearth-${dev}-${ino}`, resolve);
  });
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}
