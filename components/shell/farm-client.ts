/** The browser's caller of the platform: same origin, the portal adds the credential. */
import { createFarm } from "#lib/client/index.ts";

export const farm = createFarm({ baseUrl: "/api/farm" });
