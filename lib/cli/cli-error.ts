/** What stops a command, in one sentence for the person at the terminal: what was expected, what came, what to do. */
export class CliError extends Error {
  readonly code = "cli";
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "CliError";
  }
}
