/** The product's mark: an ember over the hearth's line. */
import type { ReactNode } from "react";

export function Logo({ className }: { className?: string }): ReactNode {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden>
      <path
        d="M16 2.500c1.400 4.700 8 7.400 8 14.700a8 8 0 1 1-16 0c0-3.200 1.500-5.200 3-6.800.2 2.200 1 3.400 2.300 4.100C12.800 9.800 13.600 5.600 16 2.500Z"
        fill="var(--ember)"
      />
      <path
        d="M16 14.600c.6 2.300 3.300 3.100 3.300 6.100a3.300 3.300 0 1 1-6.600 0c0-2.700 2.500-3.500 3.300-6.100Z"
        fill="oklch(0.94 0.07 80)"
      />
      <path d="M4.500 29h23" stroke="var(--ember)" strokeWidth="2.400" strokeLinecap="round" />
    </svg>
  );
}
