/** Small values that a reload of the page must not lose, for as long as its tab lives. Best effort: some browsers keep nothing. */

const nameOf = (name: string): string => `hearth ${name}`;

export function keepInTab(name: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(nameOf(name));
    else sessionStorage.setItem(nameOf(name), JSON.stringify(value));
  } catch {
    // Full, or not allowed: then it is lost with the page.
  }
}

/** Null where nothing was kept, or what was kept is of another version of the page. */
export function foundInTab<T>(name: string, parse: (value: unknown) => T): T | null {
  try {
    const text = sessionStorage.getItem(nameOf(name));
    return text === null ? null : parse(JSON.parse(text));
  } catch {
    return null;
  }
}
