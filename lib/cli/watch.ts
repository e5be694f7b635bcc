/** `hearth watch JOB`: goes on with a job that is on the farm, where `hearth render` was interrupted or never was. */
import { parseArgs } from "node:util";
import { collectFrames } from "./collect-frames.ts";
import { CONNECTION_OPTIONS, connect, inWords } from "./connect.ts";
import { parseJobId } from "./job-id.ts";
import { createProgress } from "./progress.ts";
import { INTERRUPTED, type Terminal } from "./terminal.ts";

/** Answers the exit code. Errors: CliError. */
export async function watchCommand(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { out: { type: "string", default: "./frames" }, ...CONNECTION_OPTIONS },
  });
  const jobId = parseJobId(positionals, "watch");
  const connection = connect(values, terminal.env);
  const progress = createProgress(terminal.out);
  return inWords(connection, async () => {
    try {
      return await collectFrames({
        connection,
        jobId,
        folder: values.out,
        keepSame: true,
        progress,
        signal: terminal.signal,
      });
    } catch (error) {
      if (!terminal.signal.aborted) throw error;
      terminal.err.write(`\nInterrupted; the job goes on at the farm. Stop it with: hearth stop ${jobId}\n`);
      return INTERRUPTED;
    }
  });
}
