/**
 * The `hearth` command: finds out what is meant and loads only that. `hearth render` must start in a blink, so nothing
 * of the server is imported here.
 */
import { CliError } from "#lib/cli/cli-error.ts";

const [command, ...rest] = process.argv.slice(2);

try {
  process.exitCode = await run(command, rest);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${explain(error)}\n`);
}

async function run(name: string | undefined, args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) return help(name);
  switch (name) {
    case "render":
      return (await import("#lib/cli/render.ts")).renderCommand(args, terminal());
    case "quote":
      return (await import("#lib/cli/quote.ts")).quoteCommand(args, terminal());
    case "watch":
      return (await import("#lib/cli/watch.ts")).watchCommand(args, terminal());
    case "stop":
      return (await import("#lib/cli/stop.ts")).stopCommand(args, terminal());
    case "cap":
      return (await import("#lib/cli/cap.ts")).capCommand(args, terminal());
    case "serve":
      return (await import("./serve-command.ts")).serveCommand(args);
    case "agent":
      return (await import("./agent-command.ts")).agentCommand(args);
    case "migrate":
      return (await import("./migrate-command.ts")).migrateCommand();
    case "seed":
      return (await import("./seed-command.ts")).seedCommand(args);
    case "help":
      return help(args[0]);
    case "--version":
    case "version":
      return version();
    case undefined:
    case "--help":
    case "-h":
      return help(undefined);
    default:
      throw new CliError(`There is no command "${name}". \`hearth --help\` lists them.`);
  }
}

async function help(about: string | undefined): Promise<number> {
  const { helpFor } = await import("#lib/cli/help.ts");
  process.stdout.write(`${helpFor(about)}\n`);
  return 0;
}

async function version(): Promise<number> {
  const { readFileSync } = await import("node:fs");
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  process.stdout.write(`hearth ${(JSON.parse(text) as { version: string }).version}\n`);
  return 0;
}

/** What a client command sees of the world; tests hand it another. */
function terminal() {
  const interrupted = new AbortController();
  process.on("SIGINT", () => interrupted.abort());
  process.on("SIGTERM", () => interrupted.abort());
  return {
    env: process.env,
    out: process.stdout,
    err: process.stderr,
    signal: interrupted.signal,
  };
}

/** One sentence for what was expected; the whole error for what was not. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return `✗ ${String(error)}`;
  const isForPeople =
    error instanceof CliError ||
    ("code" in error && ["start", "config", "database_locked"].includes(String(error.code))) ||
    String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS");
  return isForPeople ? `✗ ${error.message}` : `✗ ${error.stack ?? error.message}`;
}
