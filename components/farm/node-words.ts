/** Words and shapes for the states of nodes. */
import type { Mark } from "#components/ui/state-mark.tsx";
import type { NodeState } from "#lib/domain/node.ts";

export const NODE_WORDS: Record<NodeState, { mark: Mark; words: string; means: string }> = {
  idle: { mark: "completed", words: "Free", means: "Connected and waiting for work" },
  busy: { mark: "active", words: "Rendering", means: "Some of its cores render" },
  draining: { mark: "paused", words: "Draining", means: "Ends what it renders and takes nothing new" },
  lost: { mark: "failed", words: "Not answering", means: "Its frames were given to other nodes" },
  offline: { mark: "canceled", words: "Off", means: "It left in good order" },
};
