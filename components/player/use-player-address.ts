/** Whether the player is open, in the address (`?play`): a link leads to it, and Back closes it. */
"use client";
import { useSearchParams } from "next/navigation";

export function usePlayerAddress(): [isOpen: boolean, setOpen: (isOpen: boolean) => void] {
  const isOpen = useSearchParams().has("play");
  const setOpen = (next: boolean) => {
    const query = new URLSearchParams(window.location.search);
    if (next) query.set("play", "1");
    else query.delete("play");
    const address = `${window.location.pathname}${query.size === 0 ? "" : `?${query}`}`;
    if (next) window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  };
  return [isOpen, setOpen];
}
