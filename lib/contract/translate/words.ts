/** How Qarnot's wire writes dates, spans of time and secrets. Pure. */
const NEVER = "0001-01-01T00:00:00Z";

/** Shape: 2026-01-02T03:04:05.678Z → "2026-01-02T03:04:05Z"; null → year 1, as .NET's unknown date. */
export const qarnotDate = (at: Date | null): string =>
  at === null ? NEVER : `${at.toISOString().slice(0, 19)}Z`;

/** .NET's TimeSpan. Shape: 90061 → "1.01:01:01" */
export function timeSpanOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (n: number) => String(n).padStart(2, "0");
  const days = Math.floor(whole / 86_400);
  const text = `${pad(Math.floor(whole / 3600) % 24)}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
  return days > 0 ? `${days}.${text}` : text;
}

/** The inverse, for what clients send. Shape: "1.01:01:01" → 90061 · "00:30:00" → 1800. Units: seconds. */
export function secondsOf(timeSpan: string): number {
  const match = /^(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(timeSpan);
  if (match === null) return 0;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
}

/** Constants that may be written and not read back. */
const SECRET_PREFIX = "QARNOT_SECRET__";
export const isSecretConstant = (key: string): boolean => key.startsWith(SECRET_PREFIX);
const HIDDEN = "[SECRET]";

/** Constants as they are told: secret ones without their value. */
export const shownConstants = (constants: readonly { key: string; value: string }[]) =>
  constants.map(({ key, value }) => ({ key, value: isSecretConstant(key) ? HIDDEN : value }));

/** A new list over an old one: a secret that came back as it was told keeps its value. */
export const keptConstants = (
  before: readonly { key: string; value: string }[],
  after: readonly { key: string; value: string }[],
) => {
  const known = new Map(before.map(({ key, value }) => [key, value]));
  return after.map(({ key, value }) => ({
    key,
    value: isSecretConstant(key) && value === HIDDEN ? (known.get(key) ?? value) : value,
  }));
};
