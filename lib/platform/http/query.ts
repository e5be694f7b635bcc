/** A query string as a plain object. Pure. */

/** Shape: "?tag=a&tag=b&limit=5" → {tag: ["a", "b"], limit: "5"}: what is said once is a text, what is said again a list. */
export function queryOf(url: URL): Record<string, string | string[]> {
  const { searchParams } = url;
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? "")];
    }),
  );
}
