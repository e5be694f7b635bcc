/** From `--farm` and `--token` to a client, and from the client's errors to a sentence for the terminal. */
import { createFarm, type Farm, FarmError } from "#lib/client/index.ts";
import { CliError } from "./cli-error.ts";
import { TransferError } from "./transfer.ts";

export interface Connection {
  farm: Farm;
  baseUrl: string;
  credential: string;
}

export const DEFAULT_FARM = "http://localhost:3001";
/** The two options that every command of a client takes. */
export const CONNECTION_OPTIONS = { farm: { type: "string" }, token: { type: "string" } } as const;

/** Errors: CliError without a token, or when the farm's address is none. */
export function connect(
  given: { farm?: string | undefined; token?: string | undefined },
  env: Record<string, string | undefined>,
): Connection {
  const baseUrl = (given.farm ?? (env.HEARTH_FARM || DEFAULT_FARM)).replace(/\/+$/, "");
  if (!/^https?:\/\/[^/]/.test(baseUrl))
    throw new CliError(`"${baseUrl}" is not a farm's address. Write it like ${DEFAULT_FARM}.`);
  const credential = given.token ?? env.HEARTH_TOKEN ?? "";
  if (credential === "")
    throw new CliError(
      "An API token is needed. Make one in the portal under Account, then pass --token or set HEARTH_TOKEN.",
    );
  return { farm: createFarm({ baseUrl, credential }), baseUrl, credential };
}

/** Runs a command's work; what the farm refused becomes one sentence. */
export async function inWords<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FarmError) throw new CliError(sentenceOf(error, connection.baseUrl), error);
    if (error instanceof TransferError) throw new CliError(error.message, error);
    throw error;
  }
}

function sentenceOf(error: FarmError, baseUrl: string): string {
  if (error.code === "unauthorized")
    return `The farm at ${baseUrl} does not know this token. Make one in the portal under Account, then pass --token or set HEARTH_TOKEN.`;
  if (error.status === 0)
    return `No farm answers at ${baseUrl}. Is it running? Another address is chosen with --farm or HEARTH_FARM.`;
  const fields = Object.values(error.fields).filter((text) => !error.message.includes(text));
  return [error.message, ...fields].join(" ");
}
