/** `hearth cap JOB CREDITS`: sets or raises what a job may cost. */
import { parseArgs } from "node:util";
import { creditsInWords } from "#lib/domain/cap.ts";
import { CliError } from "./cli-error.ts";
import { CONNECTION_OPTIONS, connect, inWords } from "./connect.ts";
import { parseJobId } from "./job-id.ts";
import { parseCeiling } from "./render-options.ts";
import type { Terminal } from "./terminal.ts";

/** Answers the exit code. Errors: CliError; FarmError below what is charged already. */
export async function capCommand(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { "at-cap": { type: "string" }, ...CONNECTION_OPTIONS },
  });
  const [text] = positionals.splice(1, 1);
  const jobId = parseJobId(positionals, "cap");
  if (text === undefined) throw new CliError("Which cap? Write it like `hearth cap JOB 400`, or `none`.");
  const { credits, atCap } = parseCeiling(text === "none" ? undefined : text, values["at-cap"] ?? "pause");
  const connection = connect(values, terminal.env);
  return inWords(connection, async () => {
    const body = values["at-cap"] === undefined ? { credits } : { credits, atCap };
    const job = await connection.farm.jobs.setCap({ params: { jobId }, body, signal: terminal.signal });
    const cap = job.ceiling === null ? "no cap" : `a cap of ${creditsInWords(job.ceiling.cap)}`;
    terminal.out.write(`Job ${jobId} has ${cap}; ${creditsInWords(job.charged)} are charged.\n`);
    return 0;
  });
}
