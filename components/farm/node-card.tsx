/** One node: what it is, how it does, what it renders now. */
"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { cn } from "#components/ui/cn.ts";
import { Meter } from "#components/ui/meter.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { STATE_INK, StateMark } from "#components/ui/state-mark.tsx";
import type { Node } from "#lib/contract/farm/nodes.ts";
import { formatFrameRange } from "#lib/domain/frame-range.ts";
import { type BlenderBuild, availability } from "#lib/domain/node.ts";
import { ENGINE_NAMES } from "#lib/domain/render-settings.ts";
import { NODE_WORDS } from "./node-words.ts";

function Gauge(props: { name: string; share: number; text: string; title?: string }): ReactNode {
  return (
    <div title={props.title}>
      <div className="flex items-baseline justify-between gap-3 text-xs">
        <span className="text-ink-3">{props.name}</span>
        <span className="figure text-ink-2">{props.text}</span>
      </div>
      <Meter
        share={props.share}
        label={props.name}
        tone={props.share > 0.95 ? "bg-active" : "bg-ink-3"}
        className="mt-1"
      />
    </div>
  );
}

function Build({ build }: { build: BlenderBuild }): ReactNode {
  const denoiser =
    build.denoisers.length === 0 ? "no denoiser" : `denoises (${build.denoisers.join(", ").toLowerCase()})`;
  return (
    <li className="flex flex-wrap gap-x-2">
      <strong className="font-semibold">Blender {build.version}</strong>
      <span className="text-ink-2">{build.engines.map((e) => ENGINE_NAMES[e]).join(", ")}</span>
      <span className={build.denoisers.length === 0 ? "text-ember-ink" : "text-ink-3"}>{denoiser}</span>
      {build.devices.length > 0 && <span className="text-ink-3">{build.devices.join(", ")}</span>}
    </li>
  );
}

/** The frames that render, and apart from them those that come next. */
function InHand(props: { frames: readonly number[]; begun: readonly number[] }): ReactNode {
  const { begun } = props;
  const next = props.frames.filter((frame) => !begun.includes(frame));
  return (
    <>
      {begun.length > 0 && (
        <span className="text-ink-2">
          frame{begun.length === 1 ? "" : "s"} {formatFrameRange(begun)}
        </span>
      )}
      {next.length > 0 && (
        <span className="inline-flex items-center gap-1.5 text-ink-3" title="In hand, not begun yet">
          <StateMark state="next" className="size-3.5" /> next {formatFrameRange(next)}
        </span>
      )}
    </>
  );
}

export function NodeCard({ node }: { node: Node }): ReactNode {
  const format = useFormat();
  const { capabilities } = node;
  const { mark, words, means } = NODE_WORDS[node.state];
  const isThere = node.state !== "lost" && node.state !== "offline";
  const busyShare = 1 - availability(capabilities.cores, node.busyCores);
  return (
    <article
      aria-label={`Node ${node.name}`}
      className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <header className="flex flex-wrap items-center gap-x-3">
        <h3 className="min-w-0 truncate font-semibold">{node.name}</h3>
        <span
          className={cn("inline-flex items-center gap-1.5 text-xs font-semibold", STATE_INK[mark])}
          title={means}
        >
          <StateMark state={mark} share={busyShare} />
          {words}
        </span>
        <span className="ml-auto text-xs text-ink-3">
          {isThere ? "connected" : "last seen"} <Moment at={isThere ? node.connectedAt : node.lastSeenAt} />
        </span>
      </header>
      <p className="text-xs text-ink-2">
        {format.count(capabilities.cores)} cores · {format.bytes(capabilities.memoryBytes)} ·{" "}
        {capabilities.cpuModel}
      </p>
      {isThere && (
        <div className="grid gap-3 sm:grid-cols-3">
          <Gauge
            name="Cores rendering"
            share={busyShare}
            text={`${format.count(node.busyCores)} of ${format.count(capabilities.cores)}`}
          />
          <Gauge
            name="Load"
            share={node.load}
            text={format.share(node.load)}
            title="Of all cores, as the machine says"
          />
          <Gauge
            name="Memory"
            share={node.memoryUsedBytes / capabilities.memoryBytes}
            text={`${format.bytes(node.memoryUsedBytes)} of ${format.bytes(capabilities.memoryBytes)}`}
          />
        </div>
      )}
      <ul aria-label="Blender versions" className="text-sm">
        {capabilities.blenders.map((build) => (
          <Build key={build.version} build={build} />
        ))}
        {capabilities.blenders.length === 0 && (
          <li className="text-failed">No Blender found: it renders nothing.</li>
        )}
      </ul>
      {isThere && (
        <p className="text-xs text-ink-3">
          {format.count(node.slots)} Blender{node.slots === 1 ? "" : "s"} at once. {node.slotsNote}
        </p>
      )}
      {capabilities.sandbox.kind === "none" ? (
        <Notice kind="warning" title="No sandbox: a .blend from a stranger could read this machine.">
          {capabilities.sandbox.note}
        </Notice>
      ) : (
        <p className="text-xs text-ink-3">
          {capabilities.sandbox.kind === "remote"
            ? "No Blender of ours"
            : `Sandbox: ${capabilities.sandbox.kind}`}
          {capabilities.sandbox.note !== "" && `. ${capabilities.sandbox.note}`}
        </p>
      )}
      {node.rendering.length > 0 && (
        <ul aria-label="Renders now" className="border-t border-line pt-3 text-sm">
          {node.rendering.map((work) => (
            <li key={work.jobId} className="flex flex-wrap gap-x-2">
              <Link
                href={`/jobs/${work.jobId}`}
                prefetch={false}
                className="min-w-0 truncate text-ember-ink hover:underline"
              >
                {work.jobName}
              </Link>
              <InHand frames={work.frames} begun={work.begun} />
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}
