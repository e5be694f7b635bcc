/** Numbers, sizes and times for people. Pure; the locale is given, so server and browser write the same. */
const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Shape: 114940 → "114,940" */
export const formatCount = (value: number, locale: string): string => value.toLocaleString(locale);

/** Shape: 0.374 → "37 %". Never 100 before it is done, never 0 once it has begun. */
export function formatShare(share: number, locale: string): string {
  const percent = share * 100;
  const whole = percent > 0 && percent < 1 ? 1 : percent > 99 && percent < 100 ? 99 : Math.round(percent);
  return `${whole.toLocaleString(locale)} %`;
}

/** Binary units, three figures. Shape: 1536 → "1.5 KiB" */
export function formatBytes(bytes: number, locale: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits })} ${UNITS[unit]}`;
}

/** Exact, for hovering. Shape: 1536 → "1,536 bytes" */
export const formatExactBytes = (bytes: number, locale: string): string =>
  `${bytes.toLocaleString(locale)} bytes`;

/**
 * Units: seconds in. Below a minute with a tenth when `fine`.
 * Shape: 292 → "4 m 52 s"; 22854 → "6 h 20 m 54 s"; 369120 → "4 d 6 h 32 m"
 */
export function formatDuration(seconds: number, fine = false): string {
  if (fine && seconds < 60) return `${(Math.max(0, seconds)).toFixed(1)} s`;
  const whole = Math.max(0, Math.floor(seconds));
  const [d, h, m, s] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  if (d > 0) return `${d} d ${h} h ${m} m`;
  if (h > 0) return `${h} h ${m} m ${s} s`;
  if (m > 0) return `${m} m ${s} s`;
  return `${s} s`;
}

/** Shape: 3 minutes before now → "3 minutes ago"; under ten seconds → "just now" */
export function formatAgo(at: number, now: number, locale: string): string {
  const seconds = Math.round((at - now) / 1000);
  // The portal speaks English; a German word in the middle of it would only be odd. Dates follow the reader.
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const size = Math.abs(seconds);
  if (size < 10) return "just now";
  if (size < 60) return format.format(seconds, "second");
  if (size < 3600) return format.format(Math.round(seconds / 60), "minute");
  if (size < 86_400) return format.format(Math.round(seconds / 3600), "hour");
  if (size < 30 * 86_400) return format.format(Math.round(seconds / 86_400), "day");
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(at);
}

/** Shape: "en-GB,de;q=0.5" → "en-GB"; nonsense → "en" */
export function localeFrom(acceptLanguage: string | null): string {
  const first = acceptLanguage?.split(",")[0]?.split(";")[0]?.trim() ?? "";
  try {
    return Intl.getCanonicalLocales(first)[0] ?? "en";
  } catch {
    return "en";
  }
}
