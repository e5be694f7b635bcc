/** What a command sees of the world. The real one is made in bin/hearth.ts; tests hand in their own. */
export interface Terminal {
  env: Record<string, string | undefined>;
  out: Screen;
  err: Pick<Screen, "write">;
  /** Fires at Ctrl-C. */
  signal: AbortSignal;
}

export interface Screen {
  write(text: string): unknown;
  /** True where lines may be rewritten. */
  isTTY?: boolean;
  columns?: number;
}

/** Exit code as a shell reports a program that Ctrl-C ended. */
export const INTERRUPTED = 130;
