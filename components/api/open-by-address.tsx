/** Opens what the address names (#shape-Task, #call-tasks.submit): a browser goes there and leaves it closed. */
"use client";
import { type ReactNode, useEffect } from "react";

function openNamed(): void {
  const named = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  const details = named?.querySelector("details");
  if (details !== null && details !== undefined) details.open = true;
}

export function OpenByAddress(): ReactNode {
  useEffect(() => {
    openNamed();
    window.addEventListener("hashchange", openNamed);
    return () => window.removeEventListener("hashchange", openNamed);
  }, []);
  return null;
}
