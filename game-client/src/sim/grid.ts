/**
 * The integer grid that the state lives on, and the only trigonometry that the simulation uses.
 *
 * A mirror of `src/sim/grid.rs`, bit for bit: the same operations in the same order, rounded by the same rule.
 * `tests/golden/grid.json` holds the two together.
 */

/** Grid steps in one unit of length (or in one unit per second). */
export const GRID = 256;

/** A point, a velocity or a direction, in units or units per second while a tick is computed, else on the grid. */
export interface Vec2 {
  readonly x: number;
  readonly y: number;
}

export const ZERO: Vec2 = { x: 0, y: 0 };

/** A direction as a fraction of a turn in 1/65536; 0 points right, a quarter turn points down the screen. */
export type Angle = number;

/** Rounds onto the grid. Not `Math.round`, which differs from Rust's `round` at negative halves. */
export function snap(value: number): number {
  return Math.floor(value * GRID + 0.5);
}

/** A value of the grid as units. */
export function units(value: number): number {
  return value / GRID;
}

export function add(a: Vec2, b: Vec2): Vec2 {
  return { x: a.x + b.x, y: a.y + b.y };
}

export function subtract(a: Vec2, b: Vec2): Vec2 {
  return { x: a.x - b.x, y: a.y - b.y };
}

export function scale(v: Vec2, factor: number): Vec2 {
  return { x: v.x * factor, y: v.y * factor };
}

export function dot(a: Vec2, b: Vec2): number {
  return a.x * b.x + a.y * b.y;
}

export function length(v: Vec2): number {
  return Math.sqrt(v.x * v.x + v.y * v.y);
}

/** Rounded onto the grid. */
export function snapPoint(v: Vec2): Vec2 {
  return { x: snap(v.x), y: snap(v.y) };
}

/** A point of the grid in units. */
export function unitsOf(p: Vec2): Vec2 {
  return { x: units(p.x), y: units(p.y) };
}

/** The unit vector that points this way. */
export function direction(angle: Angle): Vec2 {
  return { x: sine((angle + QUARTER) & 0xffff), y: sine(angle) };
}

/** The direction of a vector, to within 1/1000 of a degree; zero gives 0. */
export function angleOf(v: Vec2): Angle {
  const ax = Math.abs(v.x);
  const ay = Math.abs(v.y);
  if (ax === 0 && ay === 0) {
    return 0;
  }
  // The arc tangent of a ratio in 0..=1, then unfolded over the three reflections of the octant.
  const octant = ay <= ax ? arcTangent(ay / ax) : 0.25 - arcTangent(ax / ay);
  const half = v.x < 0 ? 0.5 - octant : octant;
  const turn = v.y < 0 ? 1 - half : half;
  return Math.floor(turn * 65536 + 0.5) & 0xffff;
}

const QUARTER = 0x4000;
const TAU = 6.283185307179586;

/** Taylor coefficients of the sine to the ninth power; on a quarter turn their error is below 4e-6. */
const S3 = -1 / 6;
const S5 = 1 / 120;
const S7 = -1 / 5040;
const S9 = 1 / 362880;

function sine(turn: number): number {
  const within = turn & (QUARTER - 1);
  const quadrant = turn >> 14;
  const folded = quadrant % 2 === 1 ? QUARTER - within : within;
  const a = folded * (TAU / 65536);
  const s = a * a;
  const value = a * (1 + s * (S3 + s * (S5 + s * (S7 + s * S9))));
  return quadrant >= 2 ? -value : value;
}

/** Abramowitz and Stegun 4.4.49, highest power first; error below 2e-8 rad. */
const ARC_TANGENT = [
  -0.0161657367, 0.0429096138, -0.07528964, 0.1065626393, -0.1420889944, 0.1999355085, -0.3333314528, 1,
];

/** Arc tangent of a ratio in 0..=1, in turns. */
function arcTangent(r: number): number {
  const s = r * r;
  let sum = 0.0028662257;
  for (const c of ARC_TANGENT) {
    sum = sum * s + c;
  }
  return (sum * r) / TAU;
}
