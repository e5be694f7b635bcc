/**
 * Remembers a folder that is being sent over a reload of the page: where the browser gives a handle to it, it goes on by a
 * click or by itself; else the artist is asked to drop it again. What was sent stays sent. The last one of this browser.
 */
import { del, get, set } from "idb-keyval";
import type { ProjectId } from "#lib/domain/ids.ts";

/** Not in TypeScript's DOM yet: asking for a permission that a reload took back. */
export interface FolderHandle extends FileSystemDirectoryHandle {
  queryPermission?(options: { mode: "read" }): Promise<PermissionState>;
  requestPermission?(options: { mode: "read" }): Promise<PermissionState>;
}

export interface KeptTree {
  /** Of the upload: under it form and order are kept. */
  key: string;
  /** Whose it is: others who use this browser must not see it. */
  accountId: string;
  name: string;
  blendFile: string;
  /** The project that it is a version of. */
  projectId: ProjectId | null;
  /** Null where the browser gave none. */
  handle: FolderHandle | null;
}

const NAME = "tree";

/** Best effort: a private window has no storage, and then the folder is dropped again unasked. */
export const keepTree = (tree: KeptTree): Promise<void> => set(NAME, tree).catch(() => undefined);
export const forgetTree = (): Promise<void> => del(NAME).catch(() => undefined);
export const findTree = async (accountId: string): Promise<KeptTree | null> => {
  const kept = await get<KeptTree>(NAME).catch(() => undefined);
  return kept?.accountId === accountId ? kept : null;
};

/** `needs_click`: the browser wants the artist's word again before it lets the page read the folder. */
export async function mayRead(handle: FolderHandle, mayAsk: boolean): Promise<boolean | "needs_click"> {
  const mode = { mode: "read" } as const;
  let permission = (await handle.queryPermission?.(mode)) ?? "granted";
  if (permission === "prompt" && mayAsk) permission = (await handle.requestPermission?.(mode)) ?? "denied";
  return permission === "prompt" ? "needs_click" : permission === "granted";
}
