/** What those who look for files put together. */
import type { ExternalFile } from "./summary.ts";

export type Found = Omit<ExternalFile, "relativeTo">;

/** One file, needed as it is. */
export const PLAIN = {
  isPacked: false,
  isSequence: false,
  tiles: [] as number[],
  isFolder: false,
  isIndirect: false,
} as const satisfies Partial<ExternalFile>;
