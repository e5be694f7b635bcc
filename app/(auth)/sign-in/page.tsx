/** The way in. */
import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { SignInForm } from "#components/account/sign-in-form.tsx";
import { AvailabilityLine } from "#components/farm/availability.tsx";
import { CampfirePicture } from "#components/shell/campfire-picture.tsx";
import { Logo } from "#components/shell/logo.tsx";
import { farmFor } from "#lib/portal/farm.ts";
import { readSession } from "#lib/portal/session.ts";
import { farmQuery } from "#lib/queries/farm.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage(props: {
  searchParams: Promise<{ next?: string | string[]; reason?: string }>;
}): Promise<ReactNode> {
  const { next, reason } = await props.searchParams;
  const hasEnded = reason === "ended";
  if (!hasEnded && (await readSession()) !== null) redirect("/");
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await client.prefetchQuery(farmQuery(farmFor(null)));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <main className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(28rem,36rem)]">
        <CampfirePicture className="h-full max-lg:hidden" />
        <div className="flex flex-col items-center justify-center px-4 py-12">
          <div className="w-full max-w-sm">
            <div className="mb-8 flex flex-col items-center gap-3 text-center">
              <Logo className="size-14" />
              <h1 className="text-xl font-bold tracking-tight">Hearth</h1>
              <p className="text-ink-2">Bring a .blend, watch its frames arrive.</p>
            </div>
            <div className="rounded-lg border border-line bg-surface p-6">
              <SignInForm next={Array.isArray(next) ? next[0] : next} hasEnded={hasEnded} />
            </div>
            <div className="mt-6 text-center">
              <AvailabilityLine />
            </div>
          </div>
        </div>
      </main>
    </HydrationBoundary>
  );
}
