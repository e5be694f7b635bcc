/** What belongs to the account: settings, the theme, the way out. Loaded when it is opened; see account.tsx. */
"use client";
import { BookOpen, Check, KeyRound, LogOut, Monitor, Moon, Sun } from "lucide-react";
import Link from "next/link";
import { DropdownMenu } from "radix-ui";
import { type ReactNode, useState } from "react";
import { AccountButton } from "./account-button.tsx";
import { type Theme, THEMES, wearTheme } from "./theme.ts";

const ITEM =
  "flex h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 text-sm text-ink outline-none select-none data-[highlighted]:bg-raised [&_svg]:size-4 [&_svg]:text-ink-3";

const THEME_WORDS: Record<Theme, { icon: typeof Sun; words: string }> = {
  system: { icon: Monitor, words: "As the system" },
  light: { icon: Sun, words: "Light" },
  dark: { icon: Moon, words: "Dark" },
};

function ThemeChoice({ initial }: { initial: Theme }): ReactNode {
  const [theme, setTheme] = useState(initial);
  const choose = (value: string) => {
    const next = THEMES.find((t) => t === value) ?? "system";
    wearTheme(next);
    setTheme(next);
  };
  return (
    <DropdownMenu.RadioGroup value={theme} onValueChange={choose} aria-label="Theme">
      <DropdownMenu.Label className="px-2.5 pt-2 pb-1 text-xs text-ink-3">Theme</DropdownMenu.Label>
      {THEMES.map((value) => {
        const { icon: Icon, words } = THEME_WORDS[value];
        return (
          <DropdownMenu.RadioItem
            key={value}
            value={value}
            className={ITEM}
            // Stays open: one looks at the result and may choose again.
            onSelect={(event) => event.preventDefault()}
          >
            <Icon aria-hidden />
            {words}
            <DropdownMenu.ItemIndicator className="ml-auto">
              <Check aria-hidden className="text-ember-ink" />
            </DropdownMenu.ItemIndicator>
          </DropdownMenu.RadioItem>
        );
      })}
    </DropdownMenu.RadioGroup>
  );
}

/** Loaded when it is wanted: nobody signs out first. */
async function leave(): Promise<void> {
  const { signOut } = await import("next-auth/react");
  await signOut({ callbackUrl: "/sign-in" });
}

export function AccountMenu({ email, theme }: { email: string; theme: Theme }): ReactNode {
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>
        <AccountButton email={email} />
      </DropdownMenu.Trigger>
      {/* Not in a portal: it belongs to the header, also for who reads by landmarks. */}
      <DropdownMenu.Content
        align="end"
        sideOffset={6}
        className="appear z-50 w-60 rounded-lg border border-line bg-surface p-1.5 shadow-float"
      >
        <p className="truncate px-2.5 py-2 text-xs text-ink-2 md:hidden" title={email}>
          {email}
        </p>
        <DropdownMenu.Item asChild className={ITEM}>
          <Link href="/settings">
            <KeyRound aria-hidden /> Settings and API tokens
          </Link>
        </DropdownMenu.Item>
        <DropdownMenu.Item asChild className={ITEM}>
          <Link href="/api-reference">
            <BookOpen aria-hidden /> API reference
          </Link>
        </DropdownMenu.Item>
        <DropdownMenu.Separator className="my-1.5 border-t border-line" />
        <ThemeChoice initial={theme} />
        <DropdownMenu.Separator className="my-1.5 border-t border-line" />
        <DropdownMenu.Item className={ITEM} onSelect={() => void leave()}>
          <LogOut aria-hidden /> Sign out
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
