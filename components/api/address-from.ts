/** From what a form holds to the address of a call. Pure. */

/** Shape: ("/pools/{pool}", {"path.pool": "a b", "query.limit": "5"}) → "/pools/a%20b?limit=5" */
export function addressFrom(path: string, given: Record<string, string>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    (given[`path.${name}`] ?? "").split("/").map(encodeURIComponent).join("/"),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given))
    if (name.startsWith("query.") && value !== "") query.set(name.slice("query.".length), value);
  return query.size === 0 ? filled : `${filled}?${query}`;
}
