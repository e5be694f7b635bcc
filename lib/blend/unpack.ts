/** The two ways to unpack a file from its beginning. Both work in steps, so that nothing unpacks without end unseen. */
import { Decompress } from "fzstd";
import { type Budget, MAX_WINDOW_BYTES } from "./budget.ts";
import type { ByteSource } from "./byte-source.ts";
import { BeyondLimits, BlendFileError, CorruptBlend, TruncatedBlend } from "./errors.ts";
import type { Unpacking } from "./stream.ts";
import { watchFrames } from "./watch-frames.ts";

const STEP = 64 * 1024;

export function unpackGzip(source: ByteSource): Unpacking {
  let at = 0;
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const bytes = at >= source.size ? new Uint8Array() : await source.read(at, STEP);
      at += bytes.length;
      if (bytes.length > 0) controller.enqueue(bytes as Uint8Array<ArrayBuffer>);
      else controller.close();
    },
  });
  const reader = packed.pipeThrough(new DecompressionStream("gzip")).getReader();
  return {
    async next() {
      try {
        const { done, value } = await reader.read();
        return done ? null : value;
      } catch (error) {
        if (at >= source.size) throw new TruncatedBlend("while unpacking it", error);
        throw new CorruptBlend("it does not unpack", error);
      }
    },
    stop: () => void reader.cancel().catch(() => undefined),
  };
}

export function unpackZstd(source: ByteSource, budget: Budget): Unpacking {
  const ready: Uint8Array[] = [];
  let at = 0;
  const decoder = new Decompress((bytes) => {
    // A block of four bytes may unpack to 2 MiB: counted here, so that one step can't grow beyond the limits.
    budget.unpack(bytes.length);
    waiting += bytes.length;
    if (waiting > MAX_WINDOW_BYTES) throw new BeyondLimits("it unpacks to far more than any scene");
    if (bytes.length > 0) ready.push(bytes);
  });
  let waiting = 0;
  const watch = watchFrames();
  const push = async () => {
    const bytes = await source.read(at, STEP);
    watch(bytes);
    at += bytes.length;
    try {
      decoder.push(bytes, at >= source.size);
    } catch (error) {
      if (error instanceof BlendFileError) throw error;
      if (at >= source.size) throw new TruncatedBlend("while unpacking it", error);
      throw new CorruptBlend("it does not unpack", error);
    }
  };
  return {
    async next() {
      while (ready.length === 0 && at < source.size) await push();
      const bytes = ready.shift() ?? null;
      waiting -= bytes?.length ?? 0;
      return bytes;
    },
    stop: () => undefined,
  };
}
