/** What is typed in a job's form, kept outside of its page: an upload goes on while other pages are looked at, and so does this. */
"use client";
import { useSyncExternalStore } from "react";
import { z } from "zod";
import { foundInTab, keepInTab } from "#components/upload/kept-in-tab.ts";
import { draftShape } from "./draft.ts";

const formState = z.object({
  draft: draftShape,
  /** Null until the artist chooses; then the choice stands whatever the farm's nodes become. */
  denoise: z.enum(["file", "off"]).nullable(),
  /** The artist's word that it renders in spite of missing files. */
  goesWithout: z.boolean(),
});
export type FormState = z.infer<typeof formState>;

const known = new Map<string, FormState | null>();
const listeners = new Set<() => void>();
const nameOf = (key: string): string => `form ${key}`;

function find(key: string): FormState | null {
  let state = known.get(key);
  if (state === undefined) {
    state = foundInTab(nameOf(key), (value) => formState.parse(value));
    known.set(key, state);
  }
  return state;
}

/** Null: as the file says. */
export function keepForm(key: string, state: FormState | null): void {
  known.set(key, state);
  keepInTab(nameOf(key), state);
  for (const changed of listeners) changed();
}

/** The upload became a project. */
export function adoptForm(from: string, to: string): void {
  const state = find(from);
  if (state === null) return;
  keepForm(to, state);
  keepForm(from, null);
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** What was typed in the form of that name; null where nothing was. */
export const useKeptForm = (key: string): FormState | null =>
  useSyncExternalStore(
    subscribe,
    () => find(key),
    () => null,
  );
