/** A shared job, for whoever has the link. No account, no session, nothing for search engines. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { SharedPage } from "#components/share/shared-page.tsx";
import { loadShare, publicOrigin, shareInWords } from "#lib/portal/share.ts";

interface Props {
  params: Promise<{ token: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const card = await loadShare((await params).token);
  if (card === null) return { title: "Shared job", robots: { index: false, follow: false } };
  const description = shareInWords(card);
  return {
    title: card.title,
    description,
    metadataBase: publicOrigin(),
    robots: { index: false, follow: false },
    openGraph: { title: card.title, description, type: "website", siteName: "Hearth" },
    twitter: { card: "summary_large_image", title: card.title, description },
  };
}

export default async function SharedRoute({ params }: Props): Promise<ReactNode> {
  const { token } = await params;
  const card = await loadShare(token);
  if (card === null) notFound();
  return <SharedPage token={token} card={card} />;
}
