/** Bytes that the node moved to and from storage, and how fast since somebody last asked. */

/** Since the node began. */
const moved = { inBytes: 0, outBytes: 0 };

export const countIn = (bytes: number): void => void (moved.inBytes += bytes);
export const countOut = (bytes: number): void => void (moved.outBytes += bytes);

export interface Traffic {
  inKbps: number;
  outKbps: number;
}

/** Each call tells of the time since the one before. Units: kilobits a second. */
export function createTrafficMeter(read = () => ({ ...moved }), now: () => number = Date.now): () => Traffic {
  let before = { at: now(), ...read() };
  return () => {
    const [at, sums] = [now(), read()];
    const seconds = (at - before.at) / 1000;
    const rate = (bytes: number) => (seconds > 0 ? Math.round((bytes * 8) / 1000 / seconds) : 0);
    const traffic = {
      inKbps: rate(sums.inBytes - before.inBytes),
      outKbps: rate(sums.outBytes - before.outBytes),
    };
    before = { at, ...sums };
    return traffic;
  };
}
