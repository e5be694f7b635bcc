/** The files that a run left, each to take home. */
"use client";
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { download } from "#components/ui/download.ts";
import type { FrameDetail } from "#lib/contract/farm/jobs.ts";

/** More than this open a page that nobody reads to its end; all of them are in the archive. */
const SHOWN = 200;

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

export function RunResults({ detail }: { detail: FrameDetail }): ReactNode {
  const format = useFormat();
  if (detail.state !== "completed") return null;
  if (detail.results.length === 0)
    return <p className="text-sm text-ink-3">It wrote no file. What it printed is below.</p>;
  const more = detail.results.length - SHOWN;
  return (
    <section aria-labelledby="results">
      <h3 id="results" className="mb-1 text-sm font-semibold">
        Result files
      </h3>
      <ul aria-label="Result files" className="divide-y divide-line rounded-md border border-line">
        {detail.results.slice(0, SHOWN).map((file) => (
          <li key={file.path} className="flex items-center gap-3 px-3 py-1.5 text-sm">
            <span className="min-w-0 flex-1 truncate font-mono text-xs" title={file.path}>
              {file.path}
            </span>
            <span className="figure shrink-0 text-xs text-ink-3" title={format.exactBytes(file.sizeBytes)}>
              {format.bytes(file.sizeBytes)}
            </span>
            <Button
              size="sm"
              variant="quiet"
              isSquare
              aria-label={`Download ${file.path}`}
              title="Download"
              onClick={() => download(file.url, nameOf(file.path))}
            >
              <Download />
            </Button>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className="mt-1 text-xs text-ink-3">{format.count(more)} more are in this run's .zip.</p>
      )}
    </section>
  );
}
