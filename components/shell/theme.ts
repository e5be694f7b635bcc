/**
 * Which theme the page wears: the system's, or the one the reader chose. The choice is kept in a cookie, so that the
 * server writes it into the page and nothing flashes; the system's is followed by the stylesheet alone.
 */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const YEAR_SECONDS = 365 * 24 * 3600;

/** Dresses the page at once and remembers it. */
export function wearTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset.theme;
  else dataset.theme = theme;
  const age = theme === "system" ? 0 : YEAR_SECONDS;
  // oxlint-disable-next-line unicorn/no-document-cookie -- the Cookie Store API is not in every browser yet.
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`;
}
