/** Which node this is: an id kept in its folder, and a lock so that no second agent works there. */
import { stat } from "node:fs/promises";
import { readFile, rename, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { nodeId as nodeIdSchema } from "#lib/contract/scalars.ts";
import { type NodeId, newId } from "#lib/domain/ids.ts";

/** The node's id, made at the first start. A damaged file is replaced: the platform then sees a new node. */
export async function readNodeId(workDir: string): Promise<NodeId> {
  const path = join(workDir, "node-id");
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const known = nodeIdSchema.safeParse(text.trim());
  if (known.success) return known.data;
  const id = newId<NodeId>();
  await writeFile(`${path}.new`, `${id}\n`);
  await rename(`${path}.new`, path);
  return id;
}

export class WorkDirTaken extends Error {
  constructor(workDir: string) {
    super(
      `Another agent already works in ${workDir}. Stop it first, or give this one a folder of its own (HEARTH_DATA_DIR).`,
    );
    this.name = "WorkDirTaken";
  }
}

/**
 * Holds the folder until `release`, or until the process ends however it ends: an abstract socket, which the kernel
 * frees. A file would stay behind after kill -9.
 */
export async function lockWorkDir(workDir: string): Promise<{ release(): void }> {
  const { dev, ino } = await stat(workDir);
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new WorkDirTaken(workDir) : error),
    );
    server.listen(`\0hearth-agent-${dev}-${ino}`, resolve);
  });
  server.unref();
  return { release: () => void server.close() };
}
