/**
 * What the sign-in cookie holds, encrypted. Written by the portal, read by the gateway at the socket's handshake.
 * Never sent to the browser's scripts.
 */
import { z } from "zod";
import { ROLES } from "#lib/domain/account.ts";
import { accountId } from "./scalars.ts";

export const browserSession = z.object({
  /** The platform's own session token, sent as `Authorization`. */
  platformToken: z.string().min(1),
  accountId,
  email: z.string(),
  role: z.enum(ROLES),
});
export type BrowserSession = z.infer<typeof browserSession>;
