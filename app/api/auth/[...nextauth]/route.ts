/** Signing in and out, by next-auth. */
import NextAuth from "next-auth";
import { authOptions } from "#lib/portal/auth.ts";

const handler: (request: Request, context: unknown) => Promise<Response> = NextAuth(authOptions);
export { handler as GET, handler as POST };
