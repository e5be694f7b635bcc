/** How a file gets from the disk into the page: dropped or picked, with a handle where the browser gives one. */
import { SNIFF_BYTES, type Sniffed, sniffBlend } from "#lib/blend/sniff.ts";

export interface Chosen {
  file: File;
  /** Survives a reload of the page. */
  handle: FileSystemFileHandle | null;
}

/** Not in TypeScript's DOM yet; Chromium has both. */
interface HandleItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}
interface PickerWindow {
  showOpenFilePicker?(options: object): Promise<FileSystemFileHandle[]>;
  showDirectoryPicker?(options: object): Promise<FileSystemDirectoryHandle>;
}

/** Must be asked while the drop event lives. Null when no file was dropped. */
export async function chosenFrom(transfer: DataTransfer): Promise<Chosen | null> {
  const item: HandleItem | undefined = [...transfer.items].find((i) => i.kind === "file");
  const file = item?.getAsFile() ?? transfer.files[0] ?? null;
  const handle = await item?.getAsFileSystemHandle?.().catch(() => null);
  if (file === null) return null;
  return { file, handle: handle?.kind === "file" ? (handle as FileSystemFileHandle) : null };
}

/** Of one folder that was dropped; must be asked while the drop event lives. Null where the browser gives none. */
export async function folderFrom(transfer: DataTransfer): Promise<FileSystemDirectoryHandle | null> {
  const items: HandleItem[] = [...transfer.items].filter((i) => i.kind === "file");
  const handle = await items[0]?.getAsFileSystemHandle?.().catch(() => null);
  return items.length === 1 && handle?.kind === "directory" ? (handle as FileSystemDirectoryHandle) : null;
}

/** The browser's own picker of folders, with a handle. Null where it has none, or the artist closes it. */
export async function pickFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return (await (window as PickerWindow).showDirectoryPicker?.({ mode: "read" })) ?? null;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return null;
    throw error;
  }
}
export const hasFolderPicker = (): boolean =>
  typeof window !== "undefined" && (window as PickerWindow).showDirectoryPicker !== undefined;

export const hasPicker = (): boolean =>
  typeof window !== "undefined" && (window as PickerWindow).showOpenFilePicker !== undefined;

/** The browser's own picker with a handle. Null when the artist closes it. */
export async function pickFile(): Promise<Chosen | null> {
  try {
    const [handle] =
      (await (window as PickerWindow).showOpenFilePicker?.({
        types: [
          {
            description: "Blender file, or a project as .zip",
            accept: { "application/x-blender": [".blend"], "application/zip": [".zip"] },
          },
        ],
      })) ?? [];
    return handle === undefined ? null : { file: await handle.getFile(), handle };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return null;
    throw error;
  }
}

/** What the file is, by its first bytes. Errors: NotReadableError for a folder or a file that is gone. */
export async function sniffFile(file: File): Promise<Sniffed> {
  const head = new Uint8Array(await file.slice(0, SNIFF_BYTES).arrayBuffer());
  return sniffBlend(head, file.name);
}
