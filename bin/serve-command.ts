/** `hearth serve`: options and environment → serve(). */
import { parseArgs } from "node:util";
import { CliError } from "#lib/cli/cli-error.ts";
import { readConfig } from "#lib/config.ts";
import { leveledLog } from "./leveled-log.ts";
import { serve, type Service, SERVICES } from "./serve.ts";

export async function serveCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      services: { type: "string", default: SERVICES.join(",") },
      dev: { type: "boolean", default: false },
    },
  });
  const config = readConfig(process.env);
  const stop = new AbortController();
  // A second signal changes nothing: `npm start` and the terminal may both send the same Ctrl-C.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
  await serve({
    config,
    services: parseServices(values.services),
    dev: values.dev,
    log: leveledLog("hearth", config.logLevel),
    say: (line) => process.stdout.write(`${line}\n`),
    signal: stop.signal,
  });
  // Whatever a library still holds open must not keep an ended farm alive.
  process.exit(0);
}

/** Shape: "portal,agent" → Set {portal, agent}. Errors: CliError naming the word that is no service. */
export function parseServices(text: string): ReadonlySet<Service> {
  const words = text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  const unknown = words.find((word) => !SERVICES.includes(word as Service));
  if (unknown !== undefined || words.length === 0)
    throw new CliError(
      `--services takes ${SERVICES.join(", ")}, separated by commas, not "${unknown ?? text}".`,
    );
  return new Set(words as Service[]);
}
