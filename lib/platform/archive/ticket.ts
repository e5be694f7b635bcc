/** The signed word that begins a download: which job, which frames, until when. No session needed, nothing stored. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { jobId } from "#lib/contract/scalars.ts";

export const ARCHIVE_PATH = "/farm/v1/archives/";

const ticket = z.object({
  jobId,
  /** Canonical range; null for all that have a picture. */
  frames: z.string().nullable(),
  /** Milliseconds since 1970: begin before. */
  until: z.number(),
});
export type Ticket = z.infer<typeof ticket>;

const sign = (secret: string, text: string) =>
  createHmac("sha256", secret).update(`archive:${text}`).digest();

/** Shape: "eyJqb2J….Zm9v…": base64url of the ticket, a dot, base64url of its HMAC. */
export function writeTicket(secret: string, given: Ticket): string {
  const text = Buffer.from(JSON.stringify(given)).toString("base64url");
  return `${text}.${sign(secret, text).toString("base64url")}`;
}

/** Null when it was not signed here or is too old. */
export function readTicket(secret: string, written: string, now: number): Ticket | null {
  const [text = "", signature = ""] = written.split(".");
  const [given, right] = [Buffer.from(signature, "base64url"), sign(secret, text)];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  const parsed = ticket.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  return parsed.until < now ? null : parsed;
}
