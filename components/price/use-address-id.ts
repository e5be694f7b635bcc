/** An id that has its place in the page's address: a reload loses nothing. */
"use client";
import { useSearchParams } from "next/navigation";
import type { JobId } from "#lib/domain/ids.ts";

const IS_ID = /^[0-9a-f-]{36}$/;

/** Null where the address names none. */
export function useAddressId(name: string): [JobId | null, (id: JobId | null) => void] {
  const text = useSearchParams().get(name);
  const set = (id: JobId | null) => {
    const { pathname, search } = window.location;
    const next = new URLSearchParams(search);
    if (id === null) next.delete(name);
    else next.set(name, id);
    window.history.replaceState(null, "", `${pathname}?${next.toString()}`);
  };
  return [text !== null && IS_ID.test(text) ? (text as JobId) : null, set];
}
