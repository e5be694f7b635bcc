/** Where a picture of some shape lies in a box of another; pure. */
export interface Picture {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** As large as fits, in the middle. Shape: ({width: 100, height: 50}, 1) → {x: 25, y: 0, width: 50, height: 50} */
export function fitPicture({ width, height }: { width: number; height: number }, aspect: number): Picture {
  const isWide = width / Math.max(1, height) > aspect;
  const fit = isWide ? { width: height * aspect, height } : { width, height: width / aspect };
  return { ...fit, x: (width - fit.width) / 2, y: (height - fit.height) / 2 };
}
