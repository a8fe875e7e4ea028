/** What the camera of a phone makes of a picture. */
import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/** The text of the code in a screenshot; undefined where none is seen. */
export function readCode(png: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(png);
  return jsQR(new Uint8ClampedArray(data), width, height)?.data;
}
