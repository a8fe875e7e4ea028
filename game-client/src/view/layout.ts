/**
 * How much of the world a picture shows: the same area whatever the screen, from 9:20 to 21:9. Beyond these the window
 * is letterboxed.
 */

export const ASPECT_MIN = 9 / 20;
export const ASPECT_MAX = 21 / 9;
/** More pixels than this per CSS pixel cost time and show nothing. */
export const RESOLUTION_MAX = 2;

export interface Layout {
  /** The picture in the window, in CSS pixels. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** CSS pixels in a unit of the world. */
  readonly scale: number;
  /** What the picture shows, in units. */
  readonly unitsWide: number;
  readonly unitsHigh: number;
}

/** The area of a picture of this shape that shows a rectangle whole, in square units. */
export function areaAround(unitsWide: number, unitsHigh: number, { width, height }: Layout): number {
  const aspect = width / height;
  const wide = Math.max(unitsWide, unitsHigh * aspect);
  return (wide * wide) / aspect;
}

/** `area` is what every picture shows, in square units. */
export function layoutOf(windowWidth: number, windowHeight: number, area: number): Layout {
  const inWidth = Math.max(windowWidth, 1);
  const inHeight = Math.max(windowHeight, 1);
  const aspect = Math.min(Math.max(inWidth / inHeight, ASPECT_MIN), ASPECT_MAX);
  const width = Math.min(inWidth, inHeight * aspect);
  const height = width / aspect;
  const unitsWide = Math.sqrt(area * aspect);
  return {
    left: (inWidth - width) / 2,
    top: (inHeight - height) / 2,
    width,
    height,
    scale: width / unitsWide,
    unitsWide,
    unitsHigh: unitsWide / aspect,
  };
}
