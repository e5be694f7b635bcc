/** `hearth quote FILE` or FOLDER: what a job would cost, from a few small frames rendered free of charge. */
import { connect, inWords } from "./connect.ts";
import { createProgress } from "./progress.ts";
import { finalSettings, lookAtSource, sendSource } from "./render.ts";
import { parseRenderOptions } from "./render-options.ts";
import { tellQuote } from "./tell-quote.ts";
import { INTERRUPTED, type Terminal } from "./terminal.ts";

/** Takes the options of `hearth render`. Answers the exit code. Errors: CliError. */
export async function quoteCommand(args: string[], terminal: Terminal): Promise<number> {
  const options = parseRenderOptions(args);
  const source = await lookAtSource(options);
  const connection = connect(options, terminal.env);
  const progress = createProgress(terminal.out);
  const { signal } = terminal;
  return inWords(connection, async () => {
    try {
      const project = await sendSource(connection, options, { source, progress, signal });
      const settings = await finalSettings(connection.farm, project, options, progress, signal);
      await tellQuote(connection, { projectId: project.id, settings }, { progress, signal });
      return 0;
    } catch (error) {
      progress.end();
      if (!signal.aborted) throw error;
      terminal.err.write("\nInterrupted. What was uploaded is kept: the same command goes on from there.\n");
      return INTERRUPTED;
    }
  });
}
