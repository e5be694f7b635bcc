/** The document itself broke: plain HTML, nothing of ours. */
"use client";
import type { ReactNode } from "react";

export default function GlobalError({ reset }: { error: Error; reset: () => void }): ReactNode {
  return (
    <html lang="en">
      <body style={{ fontFamily: "sans-serif", padding: "4rem", background: "#161312", color: "#f3efec" }}>
        <h1>Hearth could not be shown</h1>
        <p>Nothing of your work is lost; jobs go on rendering.</p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}
