/** The browser's way to the platform. */
import { forward } from "#lib/portal/forward.ts";

export { forward as DELETE, forward as GET, forward as PATCH, forward as POST, forward as PUT };
