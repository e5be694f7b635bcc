/** The document: theme from its cookie, locale from the browser's request, and what all pages stand in. */
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

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: dark)", color: "#14110f" },
    { media: "(prefers-color-scheme: light)", color: "#f7f5f2" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }): Promise<ReactNode> {
  const theme = await readTheme();
  const locale = localeFrom((await headers()).get("accept-language"));
  return (
    <html lang="en" data-theme={theme}>
      <body>
        <ReaderProvider locale={locale} renderedAt={Date.now()}>
          <Providers>{children}</Providers>
        </ReaderProvider>
      </body>
    </html>
  );
}
