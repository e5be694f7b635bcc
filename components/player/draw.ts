/** One picture of the player on its canvas: alone, or with another to compare; a hole is drawn as a hole. */

export type Mode = "single" | "wipe" | "difference" | "side";

/** A picture, the words for why there is none, or null while it is on its way. */
export type Shown = HTMLImageElement | string | null;

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** As large as it fits, in the middle. */
export function fitted(aspect: number, box: Box): Box {
  const width = Math.min(box.width, box.height * aspect);
  const height = width / aspect;
  return {
    left: box.left + (box.width - width) / 2,
    top: box.top + (box.height - height) / 2,
    width,
    height,
  };
}

const HATCH = 14;

function drawHole(pen: CanvasRenderingContext2D, words: string, box: Box, scale: number): void {
  pen.save();
  pen.beginPath();
  pen.rect(box.left, box.top, box.width, box.height);
  pen.clip();
  pen.strokeStyle = "rgb(128 128 128 / 0.28)";
  pen.lineWidth = scale;
  pen.beginPath();
  for (let x = -box.height; x < box.width; x += HATCH * scale) {
    pen.moveTo(box.left + x, box.top + box.height);
    pen.lineTo(box.left + x + box.height, box.top);
  }
  pen.stroke();
  pen.strokeRect(box.left, box.top, box.width, box.height);
  pen.fillStyle = "rgb(150 150 150)";
  pen.font = `600 ${16 * scale}px sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(words, box.left + box.width / 2, box.top + box.height / 2);
  pen.restore();
}

/** Answers false where nothing is there yet: what is on the canvas then stays. */
function drawOne(pen: CanvasRenderingContext2D, shown: Shown, box: Box, scale: number): boolean {
  if (shown === null) return false;
  if (typeof shown === "string") drawHole(pen, shown, box, scale);
  else pen.drawImage(shown, box.left, box.top, box.width, box.height);
  return true;
}

export function draw(
  canvas: HTMLCanvasElement,
  picture: { first: Shown; second: Shown; mode: Mode; wipe: number; aspect: number },
): void {
  const { first, second, mode, wipe, aspect } = picture;
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  const scale = window.devicePixelRatio;
  const [width, height] = [canvas.clientWidth * scale, canvas.clientHeight * scale].map(Math.round) as [
    number,
    number,
  ];
  const isResized = canvas.width !== width || canvas.height !== height;
  if (isResized) Object.assign(canvas, { width, height });
  // A late picture is better than none: the last one stays until then.
  if (first === null && !isResized) return;
  pen.clearRect(0, 0, width, height);
  pen.imageSmoothingQuality = "high";
  const whole: Box = { left: 0, top: 0, width, height };
  if (mode === "side") {
    const gap = 4 * scale;
    const half = { ...whole, width: (width - gap) / 2 };
    drawOne(pen, first, fitted(aspect, half), scale);
    drawOne(pen, second, fitted(aspect, { ...half, left: half.width + gap }), scale);
    return;
  }
  const box = fitted(aspect, whole);
  drawOne(pen, first, box, scale);
  if (mode === "single") return;
  pen.save();
  if (mode === "wipe") {
    const edge = box.left + box.width * wipe;
    pen.beginPath();
    pen.rect(edge, 0, width, height);
    pen.clip();
    if (second !== null) pen.clearRect(edge, 0, width, height);
    drawOne(pen, second, box, scale);
    pen.restore();
    pen.fillStyle = "rgb(255 255 255 / 0.9)";
    pen.fillRect(edge - scale, box.top, 2 * scale, box.height);
    return;
  }
  if (second instanceof HTMLImageElement && first instanceof HTMLImageElement)
    pen.globalCompositeOperation = "difference";
  drawOne(pen, second, box, scale);
  pen.restore();
}
