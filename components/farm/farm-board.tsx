/** Is the farm well? One big number with its meaning, the queue, and every node, live. */
"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useWatch } from "#components/realtime/realtime-provider.tsx";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Fact } from "#components/ui/fact.tsx";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import type { Node } from "#lib/contract/farm/nodes.ts";
import type { NodeState } from "#lib/domain/node.ts";
import { farmQuery, nodesQuery } from "#lib/queries/farm.ts";
import { AVAILABILITY_MEANS, availabilityInWords } from "./availability.tsx";
import { EnergySettings } from "./energy-settings.tsx";
import { FarmSettings } from "./farm-settings.tsx";
import { NodeCard } from "./node-card.tsx";

/** Who needs a look comes first. */
const ORDER: Record<NodeState, number> = { lost: 0, draining: 1, busy: 2, idle: 2, offline: 3 };
const byNeed = (a: Node, b: Node): number => ORDER[a.state] - ORDER[b.state] || a.name.localeCompare(b.name);

export function FarmBoard(): ReactNode {
  useWatch("nodes");
  const format = useFormat();
  const status = useQuery(farmQuery(farm));
  const nodes = useQuery(nodesQuery(farm));
  const problem = status.error ?? nodes.error;
  if (status.data === undefined || nodes.data === undefined)
    return problem === null ? null : (
      <LoadProblem
        error={problem}
        what="the farm"
        onRetry={() => {
          void status.refetch();
          void nodes.refetch();
        }}
      />
    );
  const { data } = status;
  return (
    <div className="flex flex-col gap-6">
      <h1 className="text-lg font-semibold">Farm</h1>
      <section
        aria-label="Availability"
        className="flex flex-wrap items-center gap-x-12 gap-y-4 rounded-lg border border-line bg-surface p-4 sm:p-6"
      >
        <div>
          <p className="figure text-6xl leading-none font-light tracking-tight">
            {format.share(data.availability)}
          </p>
          <p className="mt-2 font-semibold">available</p>
          <p className="max-w-xs text-sm text-ink-2">
            {data.nodes === 0 ? availabilityInWords(data) : AVAILABILITY_MEANS}
          </p>
        </div>
        <dl className="grid flex-1 basis-64 grid-cols-[repeat(auto-fill,minmax(7.5rem,1fr))] gap-x-4 gap-y-4 [&_dd]:text-xl [&_dd]:font-light">
          <Fact name="Cores rendering">
            {format.count(data.busyCores)} <span className="text-ink-3">of {format.count(data.cores)}</span>
          </Fact>
          <Fact name="Nodes that answer">{format.count(data.nodes)}</Fact>
          <Fact name="Frames on nodes" title="Rendering now, or taken in advance as a node's next">
            {format.count(data.framesActive)}
          </Fact>
          <Fact name="Frames queued">{format.count(data.framesQueued)}</Fact>
        </dl>
      </section>
      <FarmSettings />
      <EnergySettings />
      <section aria-labelledby="nodes">
        <h2 id="nodes" className="mb-3 font-semibold">
          Nodes
        </h2>
        {nodes.data.length === 0 ? (
          <p className="rounded-lg border border-dashed border-line-strong/60 px-6 py-12 text-center text-ink-2">
            No node has ever connected. Start one on a machine with Blender:{" "}
            <code className="font-mono text-xs text-ink">npx hearth agent --help</code>
          </p>
        ) : (
          <div className="grid items-start gap-4 lg:grid-cols-2 2xl:grid-cols-3">
            {nodes.data.toSorted(byNeed).map((node) => (
              <NodeCard key={node.id} node={node} />
            ))}
          </div>
        )}
      </section>
    </div>
  );
}
