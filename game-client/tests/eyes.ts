/**
 * How colours look to eyes that lack a kind of cone, and how far two colours are apart.
 *
 * Eyes: Machado, Oliveira and Fernandes 2009, "A physiologically-based model for simulation of color vision deficiency",
 * at full severity, on linear light. Distance: CIEDE2000, after Sharma, Wu and Dalal 2005.
 */
type Three = readonly [number, number, number];

export const EYES = ['usual', 'deutan', 'protan', 'tritan'] as const;
export type Eye = (typeof EYES)[number];

const MATRICES: Readonly<Record<Eye, readonly [Three, Three, Three]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
/** From linear sRGB to XYZ, and the white of both (D65). */
const TO_XYZ: readonly [Three, Three, Three] = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const WHITE: Three = [0.95047, 1, 1.08883];

/** A colour in CIELAB, as such an eye sees it. */
export function seen(colour: number, eye: Eye): Three {
  const light = [16, 8, 0].map((shift) => linear(((colour >> shift) & 0xff) / 255));
  const reduced = times(MATRICES[eye], light as unknown as Three).map((part) =>
    Math.min(Math.max(part, 0), 1),
  );
  const [x, y, z] = times(TO_XYZ, reduced as unknown as Three).map((part, at) =>
    curved(part / (WHITE[at] ?? 1)),
  ) as unknown as Three;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** How far apart two colours are for such an eye: from 2 or 3 on they can be told apart side by side. */
export function distance(one: number, other: number, eye: Eye): number {
  return ciede2000(seen(one, eye), seen(other, eye));
}

function times(matrix: readonly [Three, Three, Three], [a, b, c]: Three): number[] {
  return matrix.map(([x, y, z]) => x * a + y * b + z * c);
}

function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function curved(part: number): number {
  return part > 216 / 24389 ? Math.cbrt(part) : (part * 24389) / 27 / 116 + 16 / 116;
}

/** Between two colours in CIELAB. */
export function ciede2000([l1, a1, b1]: Three, [l2, a2, b2]: Three): number {
  const chroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const stretch = 1.5 - 0.5 * Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7));
  const [c1, c2] = [Math.hypot(stretch * a1, b1), Math.hypot(stretch * a2, b2)];
  const [h1, h2] = [degrees(b1, stretch * a1), degrees(b2, stretch * a2)];
  const grey = c1 * c2 === 0;
  const turned = grey ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const hue = grey ? h1 + h2 : Math.abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : ((h1 + h2 + 360) / 2) % 360;
  const [light, mean] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const t =
    1 - 0.17 * cos(hue - 30) + 0.24 * cos(2 * hue) + 0.32 * cos(3 * hue + 6) - 0.2 * cos(4 * hue - 63);
  const sl = 1 + (0.015 * (light - 50) ** 2) / Math.sqrt(20 + (light - 50) ** 2);
  const sc = 1 + 0.045 * mean;
  const sh = 1 + 0.015 * mean * t;
  const rc = 2 * Math.sqrt(mean ** 7 / (mean ** 7 + 25 ** 7));
  const rt = -sin(60 * Math.exp(-(((hue - 275) / 25) ** 2))) * rc;
  const dl = (l2 - l1) / sl;
  const dc = (c2 - c1) / sc;
  const dh = (2 * Math.sqrt(c1 * c2) * sin(turned / 2)) / sh;
  return Math.sqrt(dl * dl + dc * dc + dh * dh + rt * dc * dh);
}

function degrees(y: number, x: number): number {
  return x === 0 && y === 0 ? 0 : ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
}

function cos(angle: number): number {
  return Math.cos((angle * Math.PI) / 180);
}

function sin(angle: number): number {
  return Math.sin((angle * Math.PI) / 180);
}
