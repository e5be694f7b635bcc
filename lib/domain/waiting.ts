/** Why a job is not rendering, in words: the question every farm is asked and few answer. */
import { isEnded, type JobState } from "./job.ts";
import { type Mismatch, match, mismatchText, type NodeCapabilities, type WorkNeeds } from "./node.ts";

export interface WaitingFacts {
  state: JobState;
  activeFrames: number;
  needs: WorkNeeds;
  /** Whether the administrator lets the farm run plain commands. */
  allowsScripts?: boolean;
  isOutOfCredits: boolean;
  /** Said of a job that its cap holds back. */
  capText?: string | null;
  /** False while nobody has looked into its file yet. */
  isPlanned: boolean;
  /** Nodes that answer and take work. */
  nodes: readonly NodeCapabilities[];
  /** Frames of other jobs that are queued or rendering before this one. */
  framesAhead: number;
  /** The pool that it is in: how many frames may run there now, and how many do. */
  pool?: { name: string; slots: number; active: number } | undefined;
  /** Jobs that must complete first and have not. */
  waitsFor?: readonly { name: string; state: JobState }[];
}

export type WaitingCode =
  | "paused"
  | "no_credits"
  | "cap"
  | "dependency"
  | "no_nodes"
  | "inspecting"
  | "behind"
  | "starting"
  | "scripts_off"
  | "pool_full"
  | Mismatch;
export interface Waiting {
  code: WaitingCode;
  text: string;
}

function waitsForText({ name, state }: { name: string; state: JobState }): string {
  if (!isEnded(state)) return `Waiting for “${name}” to complete.`;
  const what = state === "failed" ? "has failed frames" : "was stopped";
  return `Waits for “${name}”, which ${what}: render those again, or stop this job.`;
}

function waitsForPool(pool: WaitingFacts["pool"]): string | null {
  if (pool === undefined || pool.active < pool.slots) return null;
  if (pool.slots === 0)
    return `Its pool “${pool.name}” has no slots now: its instance count or its scaling policies say so.`;
  const slots = pool.slots === 1 ? "The one slot" : `All ${pool.slots.toLocaleString("en")} slots`;
  return `${slots} of its pool “${pool.name}” ${pool.slots === 1 ? "is" : "are"} taken by other frames.`;
}

/** Said to who submits a command, and on the page of a job that waits for it. */
export const SCRIPTS_OFF =
  "This farm does not run commands (profile script). Its administrator can allow it on the farm page.";

/** Null when the job renders or has ended. */
export function whyWaiting(facts: WaitingFacts): Waiting | null {
  if (facts.activeFrames > 0) return null;
  if (facts.state === "paused") {
    if (facts.capText) return { code: "cap", text: facts.capText };
    return facts.isOutOfCredits
      ? {
          code: "no_credits",
          text: "Paused: the account is out of credits. It goes on when credits are granted.",
        }
      : { code: "paused", text: "Paused." };
  }
  if (facts.state !== "queued" && facts.state !== "active") return null;
  const [first] = facts.waitsFor ?? [];
  if (first !== undefined) return { code: "dependency", text: waitsForText(first) };
  if ("runsScripts" in facts.needs && facts.allowsScripts !== true)
    return { code: "scripts_off", text: SCRIPTS_OFF };
  if (facts.nodes.length === 0) {
    return { code: "no_nodes", text: "Waiting for a node: none is connected right now." };
  }
  if (!facts.isPlanned)
    return { code: "inspecting", text: "A node opens the file first, to see what is in it." };
  const reasons = facts.nodes.map((node) => match(facts.needs, node));
  const reason = reasons.every((r) => "reason" in r) ? reasons.find((r) => "reason" in r) : undefined;
  if (reason && "reason" in reason)
    return { code: reason.reason, text: mismatchText(reason.reason, facts.needs) };
  const inPool = waitsForPool(facts.pool);
  if (inPool !== null) return { code: "pool_full", text: inPool };
  if (facts.framesAhead > 0) {
    const n = facts.framesAhead.toLocaleString("en");
    return {
      code: "behind",
      text: `All cores are busy: ${n} frame${facts.framesAhead === 1 ? "" : "s"} of other jobs ahead.`,
    };
  }
  return { code: "starting", text: "A node is about to start." };
}
