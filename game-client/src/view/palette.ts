/**
 * The colours of the Night Hoop.
 */

export const OUTSIDE = 0x12142a;
export const CLOTH = 0x1b1e33;
export const WEAVE = 0x252a47;
export const LINEN = 0xe8dfca;
export const LINEN_EDGE = 0xb3a688;
export const STITCH = 0x8f8266;
export const INK = 0xf6f1e4;
export const RIM = 0x0c0e1c;
export const HOOP = 0x8a6a45;
export const HOOP_LIGHT = 0xb48d5f;

/** The threads, by seat. */
export const THREADS = [
  0x4fb3ff, 0xff8a3d, 0xff5fa2, 0x57d98f, 0xb48cff, 0xffd84d, 0x3fe0d0, 0xff6b5e,
] as const;

/** The colour of whoever sits there. */
export function threadOf(seat: number): number {
  return THREADS[seat % THREADS.length] ?? INK;
}

/** A colour between two, `share` of the way from the first. */
export function between(from: number, to: number, share: number): number {
  let mixed = 0;
  for (const shift of [16, 8, 0]) {
    const a = (from >> shift) & 0xff;
    const b = (to >> shift) & 0xff;
    mixed |= Math.round(a + (b - a) * share) << shift;
  }
  return mixed;
}

/** As CSS writes it. */
export function css(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}
