/** `hearth stop JOB`: running frames end at once, finished ones stay. */
import { parseArgs } from "node:util";
import { FarmError } from "#lib/client/index.ts";
import { CONNECTION_OPTIONS, connect, inWords } from "./connect.ts";
import { parseJobId } from "./job-id.ts";
import type { Terminal } from "./terminal.ts";

/** Answers the exit code: 0 also when the job had ended by itself. Errors: CliError. */
export async function stopCommand(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: CONNECTION_OPTIONS });
  const jobId = parseJobId(positionals, "stop");
  const connection = connect(values, terminal.env);
  return inWords(connection, async () => {
    try {
      await connection.farm.tasks.abort({ params: { jobId }, signal: terminal.signal });
      terminal.out.write(`Job ${jobId} is stopped.\n`);
    } catch (error) {
      if (!(error instanceof FarmError) || error.code !== "forbidden") throw error;
      terminal.out.write(`Job ${jobId} had ended already.\n`);
    }
    return 0;
  });
}
