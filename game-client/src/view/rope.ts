/**
 * A tail: thread that hangs on a body and swings. Nobody is told of it; each screen makes its own.
 *
 * Points with a speed and a greatest distance to their neighbours (position based dynamics, Müller et al. 2007). It never
 * stretches. Steps are all of one length, so that it swings alike at any rate of pictures.
 */

/** Points of a tail. */
export const ROPE_POINTS = 24;
const STEP_S = 1 / 120;
/** Steps of one picture at most: what a longer pause would have moved is left out. */
const STEPS_MAX = 12;
/** The share of its speed that a point keeps after a second: cloth holds thread back. */
const KEPT = 0.006;
/** How often a step brings neighbours together before it makes sure that none is too far off. */
const ROUNDS = 2;
/** Thread is stiff: in a step a point goes this share of the way to the middle between its two neighbours. */
const STIFF = 0.12;
/** A body that is further away than this since the last picture did not walk there, in units. */
const CUT = 220;
/** The share of a change of length that is still to come after a second. */
const GROWS = 0.04;

export interface Rope {
  /** Of each point x and y by turns; the first is where it hangs. */
  readonly places: Float64Array;
  readonly speeds: Float64Array;
  /** How long it is now, in units. */
  length: number;
  /** Time that was not yet stepped over, in seconds. */
  owed: number;
  /** It hangs on somebody: false before the first picture and after a death. */
  hangs: boolean;
}

export function newRope(): Rope {
  return {
    places: new Float64Array(ROPE_POINTS * 2),
    speeds: new Float64Array(ROPE_POINTS * 2),
    length: 0,
    owed: 0,
    hangs: false,
  };
}

/**
 * Moves a rope on, hung on this place. A calm one follows and does not swing. A rope that did not hang, or hangs
 * elsewhere all of a sudden, begins anew with its whole length, laid out along `away`.
 */
export function hang(
  rope: Rope,
  x: number,
  y: number,
  away: number,
  length: number,
  elapsedS: number,
  calm: boolean,
): void {
  const { places } = rope;
  const jump = Math.hypot(x - (places[0] ?? 0), y - (places[1] ?? 0));
  if (!rope.hangs || jump > CUT) {
    lay(rope, x, y, away, length);
    return;
  }
  rope.length = length + (rope.length - length) * Math.pow(GROWS, elapsedS);
  const owed = rope.owed;
  const steps = Math.min(Math.floor((owed + elapsedS) / STEP_S), STEPS_MAX);
  rope.owed = Math.min(owed + elapsedS - steps * STEP_S, STEP_S);
  const fromX = places[0] ?? 0;
  const fromY = places[1] ?? 0;
  for (let step = 1; step <= steps; step++) {
    // Where it hung at the end of this step.
    const share = Math.min((step * STEP_S - owed) / elapsedS, 1);
    places[0] = fromX + (x - fromX) * share;
    places[1] = fromY + (y - fromY) * share;
    move(rope, calm);
  }
  places[0] = x;
  places[1] = y;
}

function lay(rope: Rope, x: number, y: number, away: number, length: number): void {
  rope.hangs = true;
  rope.length = length;
  rope.owed = 0;
  rope.speeds.fill(0);
  const gap = length / (ROPE_POINTS - 1);
  for (let at = 0; at < ROPE_POINTS; at++) {
    // A curl, not a rod.
    const angle = away + Math.sin(at * 0.5) * 0.5;
    const last = at === 0 ? 0 : at - 1;
    rope.places[at * 2] = at === 0 ? x : (rope.places[last * 2] ?? 0) + Math.cos(angle) * gap;
    rope.places[at * 2 + 1] = at === 0 ? y : (rope.places[last * 2 + 1] ?? 0) + Math.sin(angle) * gap;
  }
}

function move({ places, speeds, length }: Rope, calm: boolean): void {
  const gap = length / (ROPE_POINTS - 1);
  const last = ROPE_POINTS * 2 - 2;
  was.set(places);
  for (let at = 2; at <= last + 1; at++) {
    const bend = at < last ? ((was[at - 2] ?? 0) + (was[at + 2] ?? 0)) / 2 - (was[at] ?? 0) : 0;
    places[at] = (was[at] ?? 0) + (speeds[at] ?? 0) * STEP_S + bend * STIFF;
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (let at = 2; at <= last; at += 2) {
      tighten(places, at, gap, at === 2 ? 0 : 0.5);
    }
  }
  for (let at = 2; at <= last; at += 2) {
    tighten(places, at, gap, 0);
  }
  const keeps = calm ? 0 : Math.pow(KEPT, STEP_S) / STEP_S;
  for (let at = 2; at <= last + 1; at++) {
    speeds[at] = ((places[at] ?? 0) - (was[at] ?? 0)) * keeps;
  }
}

/** Where the points of the rope that is moved were before the step. */
const was = new Float64Array(ROPE_POINTS * 2);

/**
 * Brings a point and the one before it together where they are further apart than thread goes: thread can't be
 * stretched, but it may lie loose. `share` of the way is the one before it's to go.
 */
function tighten(places: Float64Array, at: number, gap: number, share: number): void {
  const wayX = (places[at] ?? 0) - (places[at - 2] ?? 0);
  const wayY = (places[at + 1] ?? 0) - (places[at - 1] ?? 0);
  const away = Math.sqrt(wayX * wayX + wayY * wayY);
  if (away > gap) {
    const over = 1 - gap / away;
    places[at] = (places[at] ?? 0) - wayX * over * (1 - share);
    places[at + 1] = (places[at + 1] ?? 0) - wayY * over * (1 - share);
    places[at - 2] = (places[at - 2] ?? 0) + wayX * over * share;
    places[at - 1] = (places[at - 1] ?? 0) + wayY * over * share;
  }
}
