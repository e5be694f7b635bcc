/**
 * next-auth's configuration: e-mail and password against the platform's accounts. The cookie (encrypted, httpOnly)
 * keeps the platform's session token; what scripts in the browser may ask for never contains it.
 */
import "server-only";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { createFarm, FarmError } from "#lib/client/index.ts";
import { type BrowserSession, browserSession } from "#lib/contract/browser-session.ts";
import { portalEnv } from "./env.ts";

/** Long enough that nobody signs in twice a week; the platform may end a session at any time. Units: seconds. */
const SESSION_SECONDS = 30 * 24 * 3600;

interface SignedIn extends BrowserSession {
  id: string;
}

/**
 * Null when e-mail and password do not fit.
 * Errors: Error("too_many_requests" | "unavailable"), whose message next-auth hands to the form.
 */
async function signIn(
  email: string,
  password: string,
  forwardedFor: string | undefined,
): Promise<SignedIn | null> {
  const farm = createFarm({
    baseUrl: portalEnv().FARM_URL,
    headers: forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor },
  });
  try {
    const { token, account } = await farm.sessions.create({ body: { email, password } });
    return {
      id: account.id,
      platformToken: token,
      accountId: account.id,
      email: account.email,
      role: account.role,
    };
  } catch (error) {
    if (!(error instanceof FarmError)) throw error;
    if (error.code === "too_many_requests") throw new Error("too_many_requests", { cause: error });
    if (error.status === 0 || error.status >= 500) throw new Error("unavailable", { cause: error });
    return null;
  }
}

export const authOptions: NextAuthOptions = {
  session: { strategy: "jwt", maxAge: SESSION_SECONDS },
  pages: { signIn: "/sign-in", error: "/sign-in" },
  providers: [
    Credentials({
      name: "Hearth",
      credentials: { email: { type: "email" }, password: { type: "password" } },
      authorize: (credentials, request) =>
        signIn(
          credentials?.email ?? "",
          credentials?.password ?? "",
          (request.headers as Record<string, string> | undefined)?.["x-forwarded-for"],
        ),
    }),
  ],
  callbacks: {
    jwt({ token, user }) {
      // `user` is what authorize answered, only right after signing in.
      return user === undefined ? token : { ...browserSession.parse(user) };
    },
    session({ session, token }) {
      const { email } = browserSession.parse(token);
      return { expires: session.expires, user: { email } };
    },
  },
  events: {
    async signOut({ token }) {
      const session = browserSession.safeParse(token);
      if (!session.success) return;
      const farm = createFarm({ baseUrl: portalEnv().FARM_URL, credential: session.data.platformToken });
      // The cookie is gone either way; a platform that is away ends the session by its age.
      await farm.sessions.end().catch((error: unknown) => {
        if (!(error instanceof FarmError)) throw error;
      });
    },
  },
};
