/** Buttons and links that act. One ember button a view: what the page is for. */
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

const VARIANTS = {
  primary: "bg-ember text-on-ember font-semibold hover:bg-ember-hover",
  plain: "bg-raised text-ink border border-line hover:border-line-strong",
  quiet: "text-ink-2 hover:bg-raised hover:text-ink",
  danger: "border border-failed/60 text-failed hover:bg-failed/12",
} as const;
const SIZES = { sm: "h-8 px-3 text-xs gap-1.5", md: "h-10 px-4 text-sm gap-2" } as const;

interface Look {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
  /** Only an icon: a square that must have an `aria-label`. */
  isSquare?: boolean;
}

const look = ({ variant = "plain", size = "md", isSquare = false }: Look) =>
  cn(
    "inline-flex shrink-0 items-center justify-center rounded-md whitespace-nowrap select-none transition-colors",
    "disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
    VARIANTS[variant],
    SIZES[size],
    isSquare && (size === "sm" ? "w-8 px-0" : "w-10 px-0"),
  );

export function Button({
  variant,
  size,
  isSquare,
  className,
  type = "button",
  ...rest
}: ComponentProps<"button"> & Look): ReactNode {
  return (
    // The type is always one of the three; its default keeps buttons from sending forms.
    // oxlint-disable-next-line react/button-has-type
    <button type={type} className={cn(look({ variant, size, isSquare }), className)} {...rest} />
  );
}

export function ButtonLink({
  variant,
  size,
  isSquare,
  className,
  ...rest
}: ComponentProps<typeof Link> & Look): ReactNode {
  return <Link className={cn(look({ variant, size, isSquare }), className)} {...rest} />;
}
