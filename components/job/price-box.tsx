/** What the job reserves, by the very function that will reserve it, beside what one has. */
"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { holdFor } from "#lib/domain/credits.ts";
import type { EffectiveSettings } from "#lib/domain/render-settings.ts";
import { meQuery } from "#lib/queries/accounts.ts";

function Line({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="text-ink-2">{name}</dt>
      <dd className="figure text-right">{children}</dd>
    </div>
  );
}

export function PriceBox(props: { frames: number | null; effective: EffectiveSettings | null }): ReactNode {
  const { frames, effective } = props;
  const format = useFormat();
  const { data: me } = useQuery(meQuery(farm));
  const hold = frames === null || effective === null ? null : holdFor({ frames, ...effective });
  const isShort = hold !== null && me !== undefined && hold > me.balance;
  return (
    <section aria-label="Price" className="rounded-lg border border-line bg-surface p-4 text-sm">
      <dl className="flex flex-col gap-1.5">
        <Line name="Frames">{frames === null ? "–" : format.count(frames)}</Line>
        <Line name="Each">
          {effective === null ? "–" : `${effective.width} × ${effective.height}`}
          {effective !== null &&
            effective.samples !== null &&
            ` · ${format.count(effective.samples)} samples`}
        </Line>
        <div className="my-1 border-t border-line" />
        <Line name="Held until it ends">
          <span className={isShort ? "font-semibold text-failed" : "font-semibold"}>
            {hold === null ? "–" : `${format.credits(hold)} credit${hold === 1e6 ? "" : "s"}`}
          </span>
        </Line>
        <Line name="You have">
          {me === undefined ? "…" : `${format.count(Math.floor(me.balance / 1e6))} credits`}
        </Line>
      </dl>
      <p className="mt-3 text-xs text-ink-3">
        {isShort
          ? "That is more than you have. Render fewer frames or smaller ones, or ask an administrator for credits."
          : "A reservation, not the price: what is not used comes back."}
      </p>
    </section>
  );
}
