/** The frame that is shown, and playing: at the scene's own speed, from the end back to the beginning. */
"use client";
import { useEffect, useState } from "react";

export interface Playhead {
  frame: number;
  isPlaying: boolean;
  go: (frame: number) => void;
  play: (isPlaying: boolean) => void;
}

export function usePlayhead({ first, last, fps }: { first: number; last: number; fps: number }): Playhead {
  const [frame, setFrame] = useState(first);
  const [isPlaying, setPlaying] = useState(false);
  useEffect(() => {
    if (!isPlaying) return undefined;
    let request = 0;
    let before = performance.now();
    let shown: number | null = null;
    const step = (now: number) => {
      const passed = Math.floor(((now - before) / 1000) * fps);
      if (passed > 0) {
        before += (passed / fps) * 1000;
        setFrame((at) => {
          // Whoever scrubs while it plays goes on from there.
          shown = at + passed > last ? first : at + passed;
          return shown;
        });
      }
      request = requestAnimationFrame(step);
    };
    request = requestAnimationFrame(step);
    return () => cancelAnimationFrame(request);
  }, [isPlaying, first, last, fps]);
  const go = (to: number) => setFrame(Math.max(first, Math.min(last, Math.round(to))));
  return { frame, isPlaying, go, play: setPlaying };
}
