/** Whether another window of this browser sends the same thing now: what goes on by itself must do so in one of them only. */

const nameOf = (key: string): string => `hearth ${key}`;
/** Absent over plain http, whatever its type says. */
const locks = (): Partial<Pick<Navigator, "locks">>["locks"] => globalThis.navigator.locks;

/** Held until the answer is called, or the window is gone. */
export function holdHere(key: string): () => void {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  locks()
    ?.request(nameOf(key), { ifAvailable: true }, () => until)
    .catch(() => undefined);
  return release;
}

export async function isHeldElsewhere(key: string): Promise<boolean> {
  const held = (await locks()?.query())?.held ?? [];
  return held.some(({ name }) => name === nameOf(key));
}
