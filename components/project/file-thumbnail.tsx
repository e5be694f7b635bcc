/** The small picture that Blender keeps in a .blend. */
"use client";
import { type ReactNode, useEffect, useRef } from "react";
import type { Thumbnail } from "#lib/blend/summary.ts";

export function FileThumbnail({ thumbnail }: { thumbnail: Thumbnail }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, pixels } = thumbnail;
  useEffect(() => {
    const image = new ImageData(new Uint8ClampedArray(pixels), width, height);
    canvas.current?.getContext("2d")?.putImageData(image, 0, 0);
  }, [pixels, width, height]);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      className="max-w-full self-start rounded-md border border-line bg-page"
    >
      The file&apos;s own thumbnail
    </canvas>
  );
}
