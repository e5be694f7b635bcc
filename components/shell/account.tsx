/** Who one is. Its menu is fetched when somebody reaches for it: most pages are left without it. */
"use client";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { AccountButton } from "./account-button.tsx";
import type { Theme } from "./theme.ts";

const load = () => import("./account-menu.tsx");
const Menu = lazy(async () => ({ default: (await load()).AccountMenu }));

/** Opens its menu at the first click; from then on the menu has its own button. */
export function Account({ email, theme }: { email: string; theme: Theme }): ReactNode {
  const [isWanted, setWanted] = useState(false);
  const ahead = () => void load();
  const button = (
    <AccountButton
      email={email}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={ahead}
      onFocus={ahead}
      onClick={() => setWanted(true)}
    />
  );
  if (!isWanted) return button;
  return (
    <Suspense fallback={button}>
      <Menu email={email} theme={theme} />
    </Suspense>
  );
}
