/**
 * PGlite's files with a real fsync. Emscripten's NODEFS has none, so that PostgreSQL believes it synced and a power cut
 * loses what was committed. Touches internals of PGlite 0.5.16: the version is pinned and a test counts the syncs.
 */
import { closeSync, fsyncSync, openSync } from "node:fs";
import type { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

interface Stream {
  nfd?: number;
  node: unknown;
}
interface NodeFsInternals {
  stream_ops: { fsync?: (stream: Stream) => number };
  realPath(node: unknown): string;
}
type Options = Parameters<NodeFS["init"]>[1];

/** Folders carry their files' names: PostgreSQL syncs them after creating and renaming. */
export function syncPath(path: string): void {
  const fd = openSync(path, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

export class DurableNodeFS extends NodeFS {
  readonly #synced: () => void;

  /** `synced` hears of every fsync that the disk answered: tests count them. */
  constructor(folder: string, synced: () => void = () => {}) {
    super(folder);
    this.#synced = synced;
  }

  override async init(pg: PGlite, options: Options): Promise<{ emscriptenOpts: Options }> {
    const { emscriptenOpts } = await super.init(pg, options);
    const addFsync = (mod: { NODEFS: unknown }) => {
      const nodeFs = mod.NODEFS as NodeFsInternals;
      nodeFs.stream_ops.fsync = (stream) => {
        if (stream.nfd === undefined) syncPath(nodeFs.realPath(stream.node));
        else fsyncSync(stream.nfd);
        this.#synced();
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [addFsync, ...(emscriptenOpts.preRun ?? [])] } };
  }
}
