/** The log of a service: JSON lines for machines; on a terminal only what needs a person, as a sentence would stand. */
import { createLog, type Log } from "#lib/log.ts";

type Level = "info" | "warn" | "error";
const RANK: Record<Level, number> = { info: 0, warn: 1, error: 2 };

/** `level` null: everything, and on a terminal warnings and errors. */
export function leveledLog(service: string, level: Level | null): Log {
  const least = RANK[level ?? (process.stderr.isTTY ? "warn" : "info")];
  const log = createLog(service);
  const only =
    (kind: Level): Log[Level] =>
    (what, facts) => {
      if (RANK[kind] >= least) log[kind](what, facts);
    };
  return { info: only("info"), warn: only("warn"), error: only("error") };
}
