/** A job's id from the command line. */
import { jobId } from "#lib/contract/scalars.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { CliError } from "./cli-error.ts";

/** Errors: CliError when there is none, more than one, or the text is no id. */
export function parseJobId(positionals: readonly string[], command: string): JobId {
  const [text, extra] = positionals;
  if (text === undefined || extra !== undefined)
    throw new CliError(`Which job? Write it like \`hearth ${command} 0199c0de-…\`, with one job's id.`);
  const parsed = jobId.safeParse(text);
  if (!parsed.success)
    throw new CliError(`"${text}" is not a job's id. It is in the address of the job's page.`);
  return parsed.data;
}
