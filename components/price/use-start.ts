/** Whether a job is to start by itself and what it may cost then, as it is typed in the form. */
"use client";
import { useState } from "react";
import { capProblem } from "#lib/domain/cap.ts";

export interface StartDraft {
  isWanted: boolean;
  text: string;
  change: (to: Partial<{ isWanted: boolean; text: string }>) => void;
  /** What is wrong with the text, where one is wanted. */
  error: string | undefined;
  /** Credits; undefined while it is wrong or not wanted. */
  within: number | undefined;
}

/** Shape: "400" → 400; "" → the sentence of what it takes */
export function readWithin(text: string): Pick<StartDraft, "error" | "within"> {
  if (text.trim() === "") return { error: "Say what it may cost.", within: undefined };
  const credits = Number(text.replaceAll(/[\s,]/g, ""));
  const problem = capProblem(credits);
  return problem === null
    ? { error: undefined, within: credits }
    : { error: problem.replace("The cap", "It"), within: undefined };
}

export function useStart(): StartDraft {
  const [draft, setDraft] = useState({ isWanted: false, text: "" });
  const read = readWithin(draft.text);
  return {
    ...draft,
    change: (to) => setDraft((known) => ({ ...known, ...to })),
    error: draft.isWanted && draft.text !== "" ? read.error : undefined,
    within: draft.isWanted ? read.within : undefined,
  };
}
