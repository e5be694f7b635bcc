/** What is written in a form, as texts. */

/** Shape: <input name="email" value="a"> → {email: "a"}; files are left out. */
export function formTexts(form: HTMLFormElement): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) if (typeof value === "string") texts[name] = value;
  return texts;
}
