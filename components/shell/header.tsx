/** The line on top of every page: where to go, what one has, how the farm is, who one is. */
"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Availability } from "#components/farm/availability.tsx";
import { useWatch } from "#components/realtime/realtime-provider.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import type { AccountId } from "#lib/domain/ids.ts";
import type { Role } from "#lib/domain/account.ts";
import { meQuery } from "#lib/queries/accounts.ts";
import { Account } from "./account.tsx";
import { farm } from "./farm-client.ts";
import { Logo } from "./logo.tsx";
import { useFormat } from "./reader.tsx";
import type { Theme } from "./theme.ts";

interface Who {
  accountId: AccountId;
  email: string;
  role: Role;
}

function NavLink(props: { href: string; isHere: boolean; children: ReactNode }): ReactNode {
  return (
    <Link
      href={props.href}
      aria-current={props.isHere ? "page" : undefined}
      className={cn(
        "relative flex h-8 items-center rounded-md px-3 text-sm whitespace-nowrap transition-colors",
        props.isHere ? "bg-raised font-semibold text-ink" : "text-ink-2 hover:text-ink",
      )}
    >
      {props.children}
      <Pending />
    </Link>
  );
}

/** A line below the link while its page is fetched; a page that comes at once shows none. */
function Pending(): ReactNode {
  const { pending } = useLinkStatus();
  return pending ? (
    <span aria-hidden className="late absolute inset-x-3 bottom-0.5 h-0.5 rounded-full bg-ember" />
  ) : null;
}

function Credits(): ReactNode {
  const { data } = useQuery(meQuery(farm));
  const format = useFormat();
  const title =
    data === undefined
      ? undefined
      : `${format.credits(data.balance)} credits to spend, ${format.credits(data.held)} more held for running jobs. One credit is one core-minute.`;
  return (
    <Link href="/credits" className="figure hover:underline" title={title}>
      <span className="text-ink-3">Credits: </span>
      <span className="font-semibold text-ink">
        {data === undefined ? "…" : format.count(Math.floor(data.balance / 1e6))}
      </span>
    </Link>
  );
}

export function Header({ who, theme }: { who: Who; theme: Theme }): ReactNode {
  const path = usePathname();
  useWatch(`account:${who.accountId}`);
  useWatch("farm");
  return (
    <header className="border-b border-line bg-surface print:hidden">
      <div className="mx-auto flex max-w-[104rem] flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2 sm:gap-x-4 sm:px-6">
        <Link href="/" className="flex items-center gap-2 text-lg font-bold tracking-tight">
          <Logo className="size-7" />
          <span className="max-[30rem]:sr-only">Hearth</span>
        </Link>
        <nav
          aria-label="Pages"
          className="order-3 -mx-2 flex items-center gap-1 max-lg:w-full max-lg:overflow-x-auto lg:order-none lg:mx-2"
        >
          <NavLink
            href="/"
            isHere={path === "/" || (path.startsWith("/jobs/") && !path.startsWith("/jobs/new"))}
          >
            Jobs
          </NavLink>
          <NavLink href="/projects" isHere={path.startsWith("/projects")}>
            Projects
          </NavLink>
          {who.role === "admin" && (
            <>
              <NavLink href="/admin/farm" isHere={path === "/admin/farm"}>
                Farm
              </NavLink>
              <NavLink href="/admin/people" isHere={path === "/admin/people"}>
                People
              </NavLink>
            </>
          )}
          <ButtonLink href="/jobs/new" size="sm" variant="primary" className="max-lg:ml-auto lg:ml-2">
            <Plus />
            {/* An administrator's four pages leave no room for the words on a phone. */}
            <span className={cn(who.role === "admin" && "max-[26rem]:sr-only")}>New job</span>
          </ButtonLink>
        </nav>
        <div className="ml-auto flex min-w-0 items-center gap-x-3 text-xs sm:gap-x-4 sm:text-sm">
          <Credits />
          <Availability />
          <Account email={who.email} theme={theme} />
        </div>
      </div>
    </header>
  );
}
