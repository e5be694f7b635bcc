/** Short, calm lines about what set-up is doing. Everything a person reads during `npm start` is written here. */

/** @param {string} text */
export const say = (text) => process.stdout.write(`  ${text}\n`);

/** @param {string} text */
export const warn = (text) => process.stderr.write(`! ${text}\n`);

/**
 * The end of the road: one sentence, exit code 1.
 * @param {string} text
 * @returns {never}
 */
export function giveUp(text) {
  process.stderr.write(`\n✗ ${text}\n`);
  process.exit(1);
}

/** Shape: 61234 → "1 m 1 s", 4210 → "4 s" @param {number} ms */
export function spell(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} m ${seconds % 60} s`;
}
