/** What a chat shows of a share link: made when it is asked for, kept while the job stands as it does. */
import { notFound } from "next/navigation";
import { loadShare } from "#lib/portal/share.ts";
import { contactSheet } from "#lib/portal/contact-sheet.tsx";

export const alt = "A contact sheet of the job";
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";

export default async function Image(props: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await props.params;
  const card = await loadShare(token);
  if (card === null) notFound();
  return contactSheet(token, card);
}
