/** The files that a .blend names: which are inside it, and which must lie beside it. */
import type { ReactNode } from "react";
import type { ExternalFile, ExternalKind } from "#lib/blend/summary.ts";

const KIND_NAMES: Record<ExternalKind, string> = {
  image: "image",
  library: "library",
  movieClip: "movie clip",
  sound: "sound",
  font: "font",
  cacheFile: "cache",
  volume: "volume",
  strip: "strip",
  simulation: "simulation cache",
  meshCache: "mesh cache",
  customData: "mesh data",
  ies: "IES light",
  osl: "OSL shader",
};
/** More lines than anybody reads; the count tells the rest. */
const SHOWN = 500;

export function ExternalFiles({ files }: { files: readonly ExternalFile[] }): ReactNode {
  if (files.length === 0) return null;
  const packed = files.filter((file) => file.isPacked).length;
  const beside = files.length - packed;
  const parts = [beside > 0 ? `${beside} beside it` : "", packed > 0 ? `${packed} packed` : ""];
  return (
    <details className="rounded-md border border-line bg-surface px-4 py-2 text-sm">
      <summary className="text-ink-2">
        Files that it names ({parts.filter((part) => part !== "").join(", ")})
      </summary>
      <ul className="mt-2 flex max-h-64 flex-col gap-1 overflow-auto text-xs">
        {files.slice(0, SHOWN).map((file) => (
          <li key={`${file.dataBlock} ${file.path}`} className="flex flex-wrap gap-x-3">
            <span className="w-24 shrink-0 text-ink-3">{KIND_NAMES[file.kind]}</span>
            <span className="min-w-0 flex-1 basis-40 break-all font-mono text-ink-2">{file.path}</span>
            <span className={file.isPacked ? "text-ink-3" : "text-ember-ink"}>
              {file.isPacked ? "packed" : "needed"}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
