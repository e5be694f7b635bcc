/** The server and the scenes that the global set-up made, as test workers find them. */
import { sceneFile } from "./scenes.ts";
import type { Place } from "./server.ts";

function given(name: string): string {
  const text = process.env[name];
  if (text === undefined) throw new Error("No server was started for the tests: run them by `npm run e2e`.");
  return text;
}

export const thePlace = (): Place => JSON.parse(given("HEARTH_E2E_PLACE")) as Place;

/** Path of a scene made for the tests. */
export const scene = (name: Parameters<typeof sceneFile>[1]): string =>
  sceneFile(given("HEARTH_E2E_SCENES"), name);
