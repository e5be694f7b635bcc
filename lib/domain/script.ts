/**
 * A job that runs a plain command instead of rendering: what is asked, its limits, and the environment of one run.
 * One run is one frame of the job; everything else (range, states, leases, price) is as with pictures.
 */
import { z } from "zod";

/** What a constant's value may have on the wire. Units: characters. */
const MAX_COMMAND = 2048;
const MAX_PATTERN = 500;

/** Whether `progress` is an expression at all is asked of script-progress.ts, which browsers need not load. */
export const scriptSettings = z.object({
  /** Given to `sh -c` in a folder that holds the resources. */
  command: z.string().min(1).max(MAX_COMMAND),
  /** RE2 syntax; null: the run tells no progress. */
  progress: z.string().min(1).max(MAX_PATTERN).nullable(),
});
export type ScriptSettings = z.infer<typeof scriptSettings>;

/** Results of one run: what a back-test or a sweep writes, few enough that a page lists them and a database keeps them. */
export const MAX_RESULT_FILES = 1000;
/** Units: bytes, of all results of one run together. */
export const MAX_RESULT_BYTES = 4 * 2 ** 30;
/** A result's path below its folder; S3 takes keys of 1024 bytes, ours begin with 42 of their own. Units: UTF-8 bytes. */
export const MAX_RESULT_PATH = 900;
/** Kept of stdout and of stderr each; the middle of what is longer is left out. Units: bytes. */
export const MAX_STREAM_BYTES = 2 * 2 ** 20;

const size = (text: string): number => new TextEncoder().encode(text).length;

/** A result's place below the run's folder. Shape: "out/equity.csv" */
export const resultPath = z
  .string()
  .min(1)
  .refine(
    (path) =>
      size(path) <= MAX_RESULT_PATH &&
      !/\p{Cc}|\p{Cs}/u.test(path) &&
      path.split("/").every((name) => name !== "" && name !== "." && name !== ".."),
    "A result's path has no empty part, no dots alone and no control characters.",
  );

/** A name as shells pass it on: they drop those that hold anything else. Shape: "data.year" → "data_year", "2x" → "_2x" */
const shellName = (name: string): string => name.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?=\d)/, "_");

/** Names that are the shell's own: what is put there is lost, or breaks the shell. */
export const SHELL_NAMES: ReadonlySet<string> = new Set(["IFS", "LINENO", "OPTIND", "PPID", "_"]);

type Named = readonly { key: string; value: string }[];

/** Where two come to one name, the one that is called so counts. */
const asVariables = (named: Named): Record<string, string> =>
  Object.fromEntries(
    named
      .toSorted((a, b) => Number(shellName(a.key) === a.key) - Number(shellName(b.key) === b.key))
      .map(({ key, value }) => [shellName(key), value]),
  );

/**
 * What a run finds in its environment: the secrets it may know, over them every constant, then which run it is of how many.
 * A secret that no environment can hold, or that would take the shell's own name, is left out.
 * Shape: ({secrets: {"db/key": "s"}, constants: {SEED: "1", "a.b": "x"}}, 7, 20)
 *        → {db_key: "s", a_b: "x", SEED: "1", INSTANCE_ID: "7", INSTANCE_COUNT: "20"}
 */
export function scriptEnvironment(
  { secrets, constants }: { secrets: Named; constants: Named },
  instance: number,
  count: number,
): Record<string, string> {
  const usable = secrets.filter(
    ({ key, value }) => !SHELL_NAMES.has(shellName(key)) && !value.includes("\0"),
  );
  return {
    ...asVariables(usable),
    ...asVariables(constants),
    INSTANCE_ID: String(instance),
    INSTANCE_COUNT: String(count),
  };
}
