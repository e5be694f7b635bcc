/** The document: the theme if one was chosen, locale from the browser's request, and what all pages stand in. */
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "#components/shell/providers.tsx";
import { ReaderProvider } from "#components/shell/reader.tsx";
import { localeFrom } from "#components/ui/format.ts";
import { readTheme } from "#lib/portal/theme.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Hearth", template: "%s · Hearth" },
  description: "A Blender render farm whose machines keep people warm.",
};

const DARK = "#14110f";
const LIGHT = "#f7f5f2";

/** The browser's own bars take the page's colour. */
export async function generateViewport(): Promise<Viewport> {
  const theme = await readTheme();
  if (theme !== "system") return { themeColor: theme === "dark" ? DARK : LIGHT };
  return {
    themeColor: [
      { media: "(prefers-color-scheme: dark)", color: DARK },
      { media: "(prefers-color-scheme: light)", color: LIGHT },
    ],
  };
}

export default async function RootLayout({ children }: { children: ReactNode }): Promise<ReactNode> {
  const theme = await readTheme();
  const locale = localeFrom((await headers()).get("accept-language"));
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <body>
        <ReaderProvider locale={locale} renderedAt={Date.now()}>
          <Providers>{children}</Providers>
        </ReaderProvider>
      </body>
    </html>
  );
}
