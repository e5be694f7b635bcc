/** One call by its declaration: sends it, and checks the reply against the contract. */
import type { AnyEndpoint } from "#lib/contract/endpoint.ts";
import { type CallInput, type CallOptions, send } from "./send.ts";

/**
 * Makes the call and answers the parsed reply (undefined where the call has none).
 * Errors: FarmError. An aborted signal throws its own AbortError.
 */
export async function call(
  declared: AnyEndpoint,
  options: CallOptions,
  input: CallInput = {},
): Promise<unknown> {
  const response = await send(declared, options, input);
  if (declared.reply === undefined) {
    await response.body?.cancel();
    return undefined;
  }
  return declared.reply.parse(
    declared.media === "text/plain" ? await response.text() : await response.json(),
  );
}
