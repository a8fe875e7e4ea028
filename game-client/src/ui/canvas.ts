/**
 * A canvas of the page that is as sharp as the screen, and drawn on in CSS pixels.
 */

/** A pen over a clean canvas of this size; null where the browser has none. */
export function penOf(
  canvas: HTMLCanvasElement,
  wide: number,
  high: number,
): CanvasRenderingContext2D | null {
  const pen = canvas.getContext('2d');
  if (pen === null || wide <= 0 || high <= 0) {
    return null;
  }
  const scale = devicePixelRatio;
  const [pixelsWide, pixelsHigh] = [Math.round(wide * scale), Math.round(high * scale)];
  if (canvas.width !== pixelsWide || canvas.height !== pixelsHigh) {
    canvas.width = pixelsWide;
    canvas.height = pixelsHigh;
  }
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, wide, high);
  return pen;
}

/** A disc with the dark edge of all thread. */
export function disc(
  pen: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  colour: string,
  rim: string,
): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, Math.PI * 2);
  pen.fillStyle = colour;
  pen.fill();
  pen.lineWidth = 1;
  pen.strokeStyle = rim;
  pen.stroke();
}
