/** A link that was revoked, has expired, or never was: all three look alike. */
import type { ReactNode } from "react";
import { GoneLink } from "#components/share/shared-page.tsx";

export default function NotFound(): ReactNode {
  return (
    <main>
      <GoneLink />
    </main>
  );
}
