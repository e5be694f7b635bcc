/** Which frames are chosen, by the habits of every file list: click, shift, ctrl, drag, arrows. Pure; places, not numbers. */
export interface Selection {
  chosen: ReadonlySet<number>;
  /** Where a shift-click or drag begins. */
  anchor: number | null;
  /** The one shown large. */
  active: number | null;
}

export const nothingChosen: Selection = { chosen: new Set(), anchor: null, active: null };

export interface Keys {
  shift: boolean;
  /** Ctrl, or Cmd on a Mac. */
  toggle: boolean;
}

function span(from: number, to: number): Set<number> {
  const [first, last] = from < to ? [from, to] : [to, from];
  return new Set(Array.from({ length: last - first + 1 }, (_, i) => first + i));
}

/** Everything between the anchor and the place. */
export function reach(selection: Selection, place: number): Selection {
  const anchor = selection.anchor ?? place;
  return { chosen: span(anchor, place), anchor, active: place };
}

export function choose(selection: Selection, place: number, keys: Keys): Selection {
  if (keys.shift) return reach(selection, place);
  if (!keys.toggle) return { chosen: new Set([place]), anchor: place, active: place };
  const chosen = new Set(selection.chosen);
  if (!chosen.delete(place)) chosen.add(place);
  return { chosen, anchor: place, active: place };
}

/** Where a key leads. Null: not a key of the grid. */
export function placeAfterKey(key: string, from: number, columns: number, count: number): number | null {
  const inside = (place: number) => Math.max(0, Math.min(count - 1, place));
  switch (key) {
    case "ArrowLeft":
      return inside(from - 1);
    case "ArrowRight":
      return inside(from + 1);
    case "ArrowUp":
      return from - columns < 0 ? from : from - columns;
    case "ArrowDown":
      return inside(from + columns);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
