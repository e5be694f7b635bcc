/** Which places the grid shows now, told to who marks them elsewhere without a render at every scroll. */
export interface GridView {
  get(): [from: number, to: number];
  set(from: number, to: number): void;
  subscribe(changed: () => void): () => void;
}

export function createGridView(): GridView {
  let view: [number, number] = [0, 0];
  const listeners = new Set<() => void>();
  return {
    get: () => view,
    set(from, to) {
      if (from === view[0] && to === view[1]) return;
      view = [from, to];
      for (const changed of listeners) changed();
    },
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}
