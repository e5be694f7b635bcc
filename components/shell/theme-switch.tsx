/** Dark or light; kept in a cookie so that the server writes the right one at once. */
"use client";
import { Moon, Sun } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";

export type Theme = "dark" | "light";
const YEAR_SECONDS = 365 * 24 * 3600;

export function ThemeSwitch({ initial }: { initial: Theme }): ReactNode {
  const [theme, setTheme] = useState(initial);
  const other: Theme = theme === "dark" ? "light" : "dark";
  const change = () => {
    document.documentElement.dataset.theme = other;
    // oxlint-disable-next-line unicorn/no-document-cookie -- the Cookie Store API is not in every browser yet.
    document.cookie = `theme=${other}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    setTheme(other);
  };
  const words = other === "dark" ? "Dark theme" : "Light theme";
  return (
    <Button variant="quiet" size="sm" isSquare aria-label={words} title={words} onClick={change}>
      {theme === "dark" ? <Sun /> : <Moon />}
    </Button>
  );
}
