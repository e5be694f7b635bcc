/**
 * The caller that pages use: the same functions as createFarm's, for the calls of BROWSER_CALLS, sent by their method and
 * path. Replies are not checked once more: the portal that sent the page and the platform speak one version.
 */
import { BROWSER_CALLS } from "#lib/contract/browser-calls.ts";
import type { Farm } from "./index.ts";
import { type CallInput, type CallOptions, send } from "./send.ts";

export function createBrowserFarm(baseUrl: string): Farm {
  const options: CallOptions = {
    baseUrl,
    credential: null,
    fetch: (input, init) => globalThis.fetch(input, init),
  };
  const groups: Record<string, Record<string, (input?: CallInput) => Promise<unknown>>> = {};
  for (const [name, declared] of Object.entries(BROWSER_CALLS)) {
    const [group = "", verb = ""] = name.split(".");
    const [method = "", path = ""] = declared.split(" ");
    (groups[group] ??= {})[verb] = async (input) => {
      const text = await (await send({ method, path }, options, input)).text();
      return text === "" ? undefined : (JSON.parse(text) as unknown);
    };
  }
  // Holds for the calls that the list has; a test finds every call that pages make in it.
  return groups as unknown as Farm;
}
