/** The cap as it is typed in a form, and what it means. */
"use client";
import { useState } from "react";
import { type AtCap, capProblem, type Ceiling } from "#lib/domain/cap.ts";

export interface CeilingDraft {
  text: string;
  atCap: AtCap;
  change: (to: Partial<{ text: string; atCap: AtCap }>) => void;
  /** What is wrong with the text. */
  error: string | undefined;
  /** Undefined while it is wrong. */
  value: Ceiling | undefined;
}

/** Shape: ("", "pause") → no cap; ("ten", …) → the sentence of what it takes */
export function readCeiling(text: string, atCap: AtCap): Pick<CeilingDraft, "error" | "value"> {
  if (text.trim() === "") return { error: undefined, value: { credits: null, atCap } };
  const credits = Number(text.replaceAll(/[\s,]/g, ""));
  const problem = capProblem(credits);
  return problem === null
    ? { error: undefined, value: { credits, atCap } }
    : { error: problem, value: undefined };
}

export function useCeiling(first: Ceiling = { credits: null, atCap: "pause" }): CeilingDraft {
  const [draft, setDraft] = useState({
    text: first.credits === null ? "" : String(first.credits),
    atCap: first.atCap,
  });
  return {
    ...draft,
    change: (to) => setDraft((known) => ({ ...known, ...to })),
    ...readCeiling(draft.text, draft.atCap),
  };
}
