/** The folder whose sending was cut short, as this browser remembers it. */
"use client";
import { useQuery } from "@tanstack/react-query";
import { farm } from "#components/shell/farm-client.ts";
import { meQuery } from "#lib/queries/accounts.ts";
import { findTree, type KeptTree } from "./kept-tree.ts";

/** Null while none is known. */
export function useKeptTree(): KeptTree | null {
  const { data: me } = useQuery(meQuery(farm));
  const { data } = useQuery({
    queryKey: ["kept-tree", me?.id ?? ""],
    queryFn: () => findTree(me?.id ?? ""),
    enabled: me !== undefined,
    // Asked anew each time: what was sent to its end since must not begin again.
    staleTime: 0,
    gcTime: 0,
    // A handle is no plain value: nothing may be compared or copied.
    structuralSharing: false,
  });
  return data ?? null;
}
