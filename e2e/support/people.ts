/** People for tests: each test has its own, so that none sees another's work. */
import { createFarm, type Farm } from "#lib/client/index.ts";
import type { Place } from "./server.ts";

export interface Person {
  email: string;
  password: string;
  /** The same person as a program. */
  farm: Farm;
  token: string;
}

export const theAdmin = (place: Place): Farm =>
  createFarm({ baseUrl: place.api, credential: place.admin.token });

let made = 0;

/** A new artist with credits. */
export async function anArtist(place: Place, name = "artist", credits = 1000): Promise<Person> {
  const email = `${name}-${process.pid}-${Date.now().toString(36)}-${made++}@example.org`;
  const { password } = await theAdmin(place).accounts.create({ body: { email, grantCredits: credits } });
  if (password === null) throw new Error("The farm made no password.");
  const session = await createFarm({ baseUrl: place.api }).sessions.create({ body: { email, password } });
  const farm = createFarm({ baseUrl: place.api, credential: session.token });
  const { token } = await farm.tokens.create({ body: { name: "e2e" } });
  return { email, password, farm, token };
}
