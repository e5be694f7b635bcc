/** A thin bar while the live connection is gone: that it is, and how old the numbers are. */
"use client";
import { WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { useConnection } from "#components/realtime/realtime-provider.tsx";
import { formatDuration } from "#components/ui/format.ts";
import { useNow } from "./reader.tsx";

/** A blink of the network is nobody's business. Units: milliseconds. */
const PATIENCE_MS = 1500;

export function ConnectionBar(): ReactNode {
  const connection = useConnection();
  const now = useNow(connection.state === "lost");
  const age = connection.state === "lost" ? now - connection.since : 0;
  const isShown = connection.state === "lost" && age > PATIENCE_MS;
  return (
    <output className={isShown ? "block border-b border-ember/50 bg-ember/12" : "block"}>
      {isShown && (
        <span className="mx-auto flex max-w-[104rem] items-center gap-2 px-4 py-1 text-xs text-ink sm:px-6">
          <WifiOff aria-hidden className="size-3.5 shrink-0 text-ember-ink" />
          <span>
            Connection lost. What you see is {formatDuration(age / 1000)} old. Trying again; the page catches
            up by itself.
          </span>
        </span>
      )}
    </output>
  );
}
