/**
 * The reader's locale and the moment the page was made. Decided once on the server and handed to the browser, so that
 * both write numbers the same and nothing flickers when the page wakes up.
 */
"use client";
import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from "react";
import { formatAgo, formatBytes, formatCount, formatExactBytes, formatShare } from "#components/ui/format.ts";
import { formatCredits } from "#lib/domain/credits.ts";

interface Reader {
  locale: string;
  renderedAt: number;
}

const ReaderContext = createContext<Reader>({ locale: "en", renderedAt: 0 });

export function ReaderProvider(props: Reader & { children: ReactNode }): ReactNode {
  const { locale, renderedAt } = props;
  const value = useMemo(() => ({ locale, renderedAt }), [locale, renderedAt]);
  return <ReaderContext value={value}>{props.children}</ReaderContext>;
}

/** Formatters in the reader's locale. */
export function useFormat() {
  const { locale } = useContext(ReaderContext);
  return useMemo(
    () => ({
      locale,
      count: (value: number) => formatCount(value, locale),
      share: (value: number) => formatShare(value, locale),
      bytes: (value: number) => formatBytes(value, locale),
      exactBytes: (value: number) => formatExactBytes(value, locale),
      credits: (micro: number) => formatCredits(micro, locale),
    }),
    [locale],
  );
}

/** One clock for the page, so that everything ticks together. */
let now = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const listener of listeners) listener();
  }, 1000);
  return () => {
    listeners.delete(changed);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
const still = () => () => {};

/** Milliseconds since 1970, once a second while `ticks`. */
export function useNow(ticks = true): number {
  const { renderedAt } = useContext(ReaderContext);
  return useSyncExternalStore(
    ticks ? subscribe : still,
    () => (now === 0 ? renderedAt : now),
    () => renderedAt,
  );
}

/** "3 minutes ago", with the exact time on hover. */
export function Moment({ at }: { at: string }): ReactNode {
  const { locale } = useContext(ReaderContext);
  const time = Date.parse(at);
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" }).format(time);
  return (
    // The server does not know the reader's time zone.
    <time dateTime={at} title={exact} suppressHydrationWarning>
      {formatAgo(time, useNow(), locale)}
    </time>
  );
}

/** The day and the minute, for paper. */
export function ExactTime({ at }: { at: string }): ReactNode {
  const { locale } = useContext(ReaderContext);
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return (
    <time dateTime={at} suppressHydrationWarning>
      {format.format(Date.parse(at))}
    </time>
  );
}
