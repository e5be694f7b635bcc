/**
 * One JSON line a fact on stderr. Values under a name that smells of a secret are never written.
 * Shape: log.info("lease.acquired", {leaseId}) → {"at":"…","level":"info","what":"lease.acquired","leaseId":"…"}
 */
export interface Log {
  info(what: string, facts?: Record<string, unknown>): void;
  warn(what: string, facts?: Record<string, unknown>): void;
  error(what: string, facts?: Record<string, unknown>): void;
}

const SECRET = /token|secret|password|authorization|cookie|signature|url/i;

function clean(key: string, value: unknown): unknown {
  if (key !== "" && SECRET.test(key)) return "[hidden]";
  if (value instanceof Error)
    return { name: value.name, message: value.message, stack: value.stack, cause: value.cause };
  return value;
}

export function createLog(
  service: string,
  write: (line: string) => void = (l) => process.stderr.write(l),
): Log {
  const line = (level: string, what: string, facts: Record<string, unknown> = {}) => {
    const head = { at: new Date().toISOString(), level, service, what };
    // Once more at the end: a fact that happens to be called `what` must not hide what the line is about.
    write(`${JSON.stringify({ ...head, ...facts, ...head }, clean)}\n`);
  };
  return {
    info: (what, facts) => line("info", what, facts),
    warn: (what, facts) => line("warn", what, facts),
    error: (what, facts) => line("error", what, facts),
  };
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
