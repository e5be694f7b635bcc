/** Where a film is and which way it goes: the habits of every player (J K L, arrows, loop). Pure; places of frames. */

/** Both ends are played. */
export interface Loop {
  from: number;
  to: number;
}

export interface Playhead {
  /** With what is played of the next one as a fraction. */
  at: number;
  /** Times the film's own speed; negative: backwards; 0: it rests. */
  speed: number;
  loop: Loop;
}

const FASTEST = 8;

export const placeOf = ({ at }: Playhead): number => Math.floor(at);

/** Units: seconds, frames a second. At the end of the loop it begins anew. */
export function advance(head: Playhead, seconds: number, fps: number): Playhead {
  if (head.speed === 0) return head;
  const { from, to } = head.loop;
  const length = to - from + 1;
  const moved = head.at + seconds * fps * head.speed - from;
  return { ...head, at: from + (((moved % length) + length) % length) };
}

/** The same key again goes faster; the other one turns round. */
export function faster(head: Playhead, direction: 1 | -1): Playhead {
  const isSameWay = Math.sign(head.speed) === direction;
  const speed = isSameWay ? Math.min(FASTEST, Math.abs(head.speed) * 2) * direction : direction;
  return { ...head, at: placeOf(head), speed };
}

export const rest = (head: Playhead): Playhead => ({ ...head, at: placeOf(head), speed: 0 });

/** Goes there and rests; outside of the loop the loop is left. */
export function seek(head: Playhead, place: number, count: number): Playhead {
  const at = Math.max(0, Math.min(count - 1, place));
  const isInside = at >= head.loop.from && at <= head.loop.to;
  return { at, speed: 0, loop: isInside ? head.loop : { from: 0, to: count - 1 } };
}

/** From here on, or up to here. A loop that would end before it begins takes the other end along. */
export function mark(head: Playhead, end: "from" | "to"): Playhead {
  const at = placeOf(head);
  const { from, to } = head.loop;
  const loop = end === "from" ? { from: at, to: Math.max(at, to) } : { from: Math.min(at, from), to: at };
  return { ...head, loop };
}

/** What a key does. Null: it is not the player's. */
export function afterKey(head: Playhead, key: string, isShift: boolean, count: number): Playhead | null {
  const step = isShift ? 10 : 1;
  const go = (place: number) => seek(head, place, count);
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case "l":
      return faster(head, 1);
    case "j":
      return faster(head, -1);
    case "k":
      return rest(head);
    case " ":
      return head.speed === 0 ? faster(head, 1) : rest(head);
    case "ArrowRight":
      return go(placeOf(head) + step);
    case "ArrowLeft":
      return go(placeOf(head) - step);
    case "Home":
      return go(head.loop.from);
    case "End":
      return go(head.loop.to);
    case "i":
      return mark(head, "from");
    case "o":
      return mark(head, "to");
    case "x":
      return { ...head, loop: { from: 0, to: count - 1 } };
    default:
      return null;
  }
}

/** Places that are needed soon, the nearest first. */
export function soonNeeded(head: Playhead, ahead: number): number[] {
  const { from, to } = head.loop;
  const length = to - from + 1;
  const now = placeOf(head);
  const way = head.speed < 0 ? -1 : 1;
  const stride = Math.max(1, Math.abs(head.speed));
  const behind = head.speed === 0 ? 2 : 0;
  const places = new Set([now]);
  for (let i = 1; i <= Math.min(ahead, length - 1); i++)
    places.add(from + ((((now + way * i * stride - from) % length) + length) % length));
  for (let i = 1; i <= behind; i++) if (now - i >= from) places.add(now - i);
  return [...places];
}
