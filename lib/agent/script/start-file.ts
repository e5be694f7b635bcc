/**
 * The small shell file that starts a command inside the sandbox. Environment and command are in a file and not on a
 * command line, where every user of the machine could read them; and they take effect only after the last right was
 * dropped, so that an LD_PRELOAD among the constants reaches nothing but the command itself.
 * This shell stays: as the first process of the sandbox it is who waits for orphans, so that their CPU time is counted.
 */

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Shape: ("python3 a.py", {SEED: "1"}) → export SEED='1' … /bin/sh -c 'python3 a.py' … exit $? */
export function startFile(command: string, environment: Readonly<Record<string, string>>): string {
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return [...exports, `/bin/sh -c ${quoted(command)}`, "exit $?", ""].join("\n");
}
