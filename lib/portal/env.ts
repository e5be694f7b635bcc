/** The portal's settings, set by bin/services/portal.ts before Next is loaded; read once, checked once. */
import "server-only";
import { z } from "zod";

const schema = z.object({
  /** Where the platform answers, as this process sees it. */
  FARM_URL: z.url(),
  /** Where browsers send and fetch bytes. */
  STORAGE_ORIGIN: z.url(),
  /** The portal's public address. */
  NEXTAUTH_URL: z.url(),
  NEXTAUTH_SECRET: z.string().min(32),
});
export type PortalEnv = z.infer<typeof schema>;

let known: PortalEnv | undefined;

/** Errors: ZodError naming what is missing; lazily, so that a build needs no settings. */
export function portalEnv(): PortalEnv {
  known ??= schema.parse(process.env);
  return known;
}
