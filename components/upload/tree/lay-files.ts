/** Files that lie elsewhere than a .blend looks for them get the places where it does. Pure. */
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import type { ResolvedFile } from "#lib/domain/resolve-files.ts";

/**
 * The tree with those that are meant laid where they are wanted, too: the same content costs nothing to send. The .blend
 * itself stays as it is.
 */
export function laidOut(files: readonly LocalFile[], open: readonly ResolvedFile[]): LocalFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const all = [...files];
  for (const { wanted, instead } of open) {
    const meant = instead === null ? undefined : byPath.get(instead);
    if (wanted === null || meant === undefined || byPath.has(wanted)) continue;
    const file = { ...meant, path: wanted };
    byPath.set(wanted, file);
    all.push(file);
  }
  return all;
}
