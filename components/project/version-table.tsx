/** A project's versions with their sizes; each can be rendered again as it was. */
"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { ProjectVersion } from "#lib/contract/farm/projects.ts";
import type { ProjectId } from "#lib/domain/ids.ts";
import { storageQuery } from "#lib/queries/projects.ts";
import { RemoveVersion } from "./remove-version.tsx";

export function VersionTable(props: {
  projectId: ProjectId;
  versions: readonly ProjectVersion[];
}): ReactNode {
  const format = useFormat();
  const { data: storage } = useQuery(storageQuery(farm, props.projectId));
  const newest = props.versions[0]?.number;
  return (
    <section aria-labelledby="versions" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 id="versions" className="text-sm font-semibold">
          Versions
        </h2>
        {storage !== undefined && (
          <p className="figure text-xs text-ink-2" title={format.exactBytes(storage.sizeBytes)}>
            {format.bytes(storage.sizeBytes)} stored for all of them
          </p>
        )}
      </div>
      <Table label="All versions">
        <thead>
          <tr>
            <Th>Version</Th>
            <Th>.blend</Th>
            <Th className="text-right">Files</Th>
            <Th className="text-right">Size</Th>
            <Th className="text-right">New in it</Th>
            <Th>
              <span className="sr-only">Render</span>
            </Th>
          </tr>
        </thead>
        <tbody className="[&_tr:last-child_td]:border-0">
          {props.versions.map((version) => (
            <tr key={version.number}>
              <Td className="whitespace-nowrap">
                <span className="font-semibold">{version.number}</span>{" "}
                <span className="text-xs text-ink-3">
                  <Moment at={version.createdAt} />
                </span>
              </Td>
              <Td className="min-w-40 break-all">{version.blendFile}</Td>
              <Td className="figure text-right">{format.count(version.fileCount)}</Td>
              <Td
                className="figure text-right whitespace-nowrap"
                title={format.exactBytes(version.sizeBytes)}
              >
                {format.bytes(version.sizeBytes)}
              </Td>
              <Td className="figure text-right whitespace-nowrap" title={format.exactBytes(version.newBytes)}>
                {format.bytes(version.newBytes)}
              </Td>
              <Td>
                <div className="flex items-center justify-end gap-2">
                  {version.number !== newest && (
                    <RemoveVersion projectId={props.projectId} number={version.number} />
                  )}
                  <ButtonLink
                    size="sm"
                    href={`/jobs/new?project=${props.projectId}&version=${version.number}`}
                    aria-label={`Render version ${version.number}`}
                  >
                    Render
                  </ButtonLink>
                </div>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
