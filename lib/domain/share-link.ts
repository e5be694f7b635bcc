/** Share links: one job shown to whoever has the link. What a guest is told of its frames, as short as it goes. */
import type { FrameState } from "./frame.ts";

export const MAX_TITLE = 120;
export const MAX_NOTE = 2000;
/** Signed addresses of pictures are asked for in pages of this many. */
export const PICTURES_A_PAGE = 100;
/** What a guest was let in for, before the link is asked again. Units: milliseconds. */
export const GUEST_KEY_MS = 12 * 3_600_000;

const LETTERS: Record<FrameState, string> = {
  queued: "q",
  active: "a",
  completed: "c",
  failed: "f",
  canceled: "x",
};
const STATES = new Map(Object.entries(LETTERS).map(([state, letter]) => [letter, state as FrameState]));

/** One letter a frame, in their order. Shape: ["completed", "active", "queued"] → "caq" */
export const writeStates = (states: readonly FrameState[]): string =>
  states.map((state) => LETTERS[state]).join("");

/** Letters that nobody knows are taken for frames that wait. */
export const readStates = (letters: string): FrameState[] =>
  Array.from(letters, (letter) => STATES.get(letter) ?? "queued");
