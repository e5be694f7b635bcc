/** Why a command can't start, in one sentence for the person at the terminal. Anything else that is thrown is a bug. */
export class StartError extends Error {
  readonly code = "start";
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "StartError";
  }
}
