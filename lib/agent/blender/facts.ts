/** What our script inside Blender says, checked: the shapes of worker.py's lines after the nonce. */
import { type BlendSummary, blendSummary } from "#lib/domain/blend-summary.ts";
import { FAILURE_CODES, type FailureCode } from "#lib/domain/frame.ts";

/** Units: wall seconds, core-seconds, bytes. */
export interface Cost {
  seconds: number;
  coreSeconds: number;
  residentBytes: number;
}

export type WorkerFact =
  | { fact: "ready"; version: string }
  | { fact: "opened"; seconds: number; summary: BlendSummary | null }
  /** Right after a line that Blender printed: what the frame has cost by then. */
  | { fact: "cpu"; coreSeconds: number }
  /** `isCold`: the first frame since the file was opened. */
  | ({ fact: "rendered"; files: string[]; isCold: boolean } & Cost)
  | ({ fact: "pictured"; problem: string | null } & Cost)
  | { fact: "refused"; code: FailureCode; message: string };
export type FactOf<F extends WorkerFact["fact"]> = Extract<WorkerFact, { fact: F }>;

type Said = Record<string, unknown>;

const text = (value: unknown): value is string => typeof value === "string";
/** Of a file right in the folder: a path could lead out of it, or through a link. */
const fileName = (value: unknown): value is string =>
  text(value) && !value.includes("/") && !value.includes("\0") && value !== "." && value !== "..";
const amount = (value: unknown): value is number => typeof value === "number" && value >= 0;

function costOf(said: Said): Cost | null {
  const { seconds, coreSeconds, residentBytes } = said;
  if (!amount(seconds) || !amount(coreSeconds) || !amount(residentBytes)) return null;
  return { seconds, coreSeconds, residentBytes };
}

/** Null when the text is no fact. */
export function readFact(line: string): WorkerFact | null {
  let said: Said;
  try {
    said = JSON.parse(line) as Said;
  } catch {
    return null;
  }
  const { fact } = said;
  if (fact === "ready") return text(said.version) ? { fact, version: said.version } : null;
  if (fact === "refused") {
    const code = FAILURE_CODES.find((known) => known === said.code);
    return code && text(said.message) ? { fact, code, message: said.message } : null;
  }
  if (fact === "opened") {
    const summary = blendSummary.nullable().safeParse(said.summary);
    return summary.success && amount(said.seconds)
      ? { fact, seconds: said.seconds, summary: summary.data }
      : null;
  }
  if (fact === "cpu") return amount(said.coreSeconds) ? { fact, coreSeconds: said.coreSeconds } : null;
  const cost = costOf(said);
  if (cost === null) return null;
  if (fact === "rendered")
    return Array.isArray(said.files) && said.files.every(fileName)
      ? { fact, files: said.files, isCold: said.isCold === true, ...cost }
      : null;
  if (fact === "pictured")
    return said.problem === null || text(said.problem) ? { fact, problem: said.problem, ...cost } : null;
  return null;
}
