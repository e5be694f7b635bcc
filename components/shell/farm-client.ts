/** The browser's caller of the platform: same origin, the portal adds the credential. */
import { createBrowserFarm } from "#lib/client/browser.ts";

export const farm = createBrowserFarm("/api/farm");
