/** How a command shows how far it is: one line that is rewritten on a terminal, plain lines elsewhere. */
import type { Screen } from "./terminal.ts";

/** A person can't read faster, and a redraw costs. Units: milliseconds. */
const REDRAW_MS = 100;
const BAR_CELLS = 24;

export interface ProgressLine {
  /** Shown on terminals only; replaces what was there. */
  status(share: number, text: string): void;
  /** A line that stays, on terminals above the status. */
  line(text: string): void;
  /** Removes the status. */
  end(): void;
}

/** Shape: (0.5) → "████████████░░░░░░░░░░░░" */
export function bar(share: number, cells = BAR_CELLS): string {
  const full = Math.round(Math.max(0, Math.min(1, share)) * cells);
  return "█".repeat(full) + "░".repeat(cells - full);
}

export function createProgress(screen: Screen, now: () => number = Date.now): ProgressLine {
  if (!screen.isTTY)
    return { status: () => {}, line: (text) => void screen.write(`${text}\n`), end: () => {} };
  let shown = "";
  let last = 0;
  const clear = () => {
    if (shown !== "") screen.write("\r\x1b[K");
    shown = "";
  };
  return {
    status(share, text) {
      if (shown !== "" && now() - last < REDRAW_MS && share < 1) return;
      last = now();
      const percent = `${Math.floor(share * 100)} %`.padStart(5);
      const next = `${bar(share)} ${percent}  ${text}`.slice(0, (screen.columns ?? 80) - 1);
      if (next === shown) return;
      clear();
      shown = next;
      screen.write(next);
    },
    line(text) {
      const status = shown;
      clear();
      screen.write(`${text}\n`);
      shown = status;
      if (status !== "") screen.write(status);
    },
    end: clear,
  };
}

/** Shape: 1536 → "1.5 KiB" */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  let at = 0;
  let value = bytes;
  for (; value >= 1024 && at < units.length - 1; at++) value /= 1024;
  return `${at === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[at]}`;
}

/** Shape: 292 → "4 m 52 s", 5 → "5 s", 7380 → "2 h 3 m" */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (h > 0) return `${h} h ${m} m`;
  return m > 0 ? `${m} m ${s} s` : `${s} s`;
}
