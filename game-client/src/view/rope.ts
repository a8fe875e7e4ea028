/**
 * A tail: thread that hangs on a body and swings. Nobody is told of it; each screen makes its own.
 *
 * Dynamic follow-the-leader (Müller, Kim, Chentanez 2012): each point keeps its distance to the one before it, and the
 * pull on the next one is taken back from its speed. It never stretches, whatever the length of a step; steps are all
 * of one length, so that it swings alike at any rate of pictures.
 */

/** Points of a tail. */
export const ROPE_POINTS = 24;
const STEP_S = 1 / 120;
/** Steps of one picture at most: what a longer pause would have moved is left out. */
const STEPS_MAX = 12;
/** The share of its speed that a point keeps after a second: cloth holds thread back. */
const KEPT = 0.02;
/** How much of the pull on the next point comes off a point's own speed. */
const GIVE = 0.9;
/** Thread is stiff: in a step a point goes this share of the way to the middle between its two neighbours. */
const STIFF = 0.06;
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
  rope.owed += elapsedS;
  const steps = Math.min(Math.floor(rope.owed / STEP_S), STEPS_MAX);
  rope.owed = Math.min(rope.owed - steps * STEP_S, STEP_S);
  const fromX = places[0] ?? 0;
  const fromY = places[1] ?? 0;
  for (let step = 1; step <= steps; step++) {
    const share = step / steps;
    places[0] = fromX + (x - fromX) * share;
    places[1] = fromY + (y - fromY) * share;
    move(rope, calm);
  }
  places[0] = x;
  places[1] = y;
  if (steps === 0) {
    follow(rope);
  }
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
  const keeps = calm ? 0 : Math.pow(KEPT, STEP_S);
  for (let at = 2; at < ROPE_POINTS * 2; at += 2) {
    const oldX = places[at] ?? 0;
    const oldY = places[at + 1] ?? 0;
    const leadX = places[at - 2] ?? 0;
    const leadY = places[at - 1] ?? 0;
    const ends = at + 2 === ROPE_POINTS * 2;
    const bendX = ends ? 0 : (leadX + (places[at + 2] ?? 0)) / 2 - oldX;
    const bendY = ends ? 0 : (leadY + (places[at + 3] ?? 0)) / 2 - oldY;
    const freeX = oldX + (speeds[at] ?? 0) * STEP_S + bendX * STIFF;
    const freeY = oldY + (speeds[at + 1] ?? 0) * STEP_S + bendY * STIFF;
    const wayX = freeX - leadX;
    const wayY = freeY - leadY;
    const away = Math.sqrt(wayX * wayX + wayY * wayY);
    // Thread can't be stretched, but it may lie loose.
    const scale = away > gap ? gap / away : 1;
    const x = leadX + wayX * scale;
    const y = leadY + wayY * scale;
    places[at] = x;
    places[at + 1] = y;
    speeds[at] = ((x - oldX) / STEP_S) * keeps;
    speeds[at + 1] = ((y - oldY) / STEP_S) * keeps;
    if (at > 2 && !calm) {
      speeds[at - 2] = (speeds[at - 2] ?? 0) - ((x - freeX) / STEP_S) * GIVE;
      speeds[at - 1] = (speeds[at - 1] ?? 0) - ((y - freeY) / STEP_S) * GIVE;
    }
  }
}

/** Keeps a rope whole where no step was due. */
function follow({ places, length }: Rope): void {
  const gap = length / (ROPE_POINTS - 1);
  for (let at = 2; at < ROPE_POINTS * 2; at += 2) {
    const wayX = (places[at] ?? 0) - (places[at - 2] ?? 0);
    const wayY = (places[at + 1] ?? 0) - (places[at - 1] ?? 0);
    const away = Math.sqrt(wayX * wayX + wayY * wayY);
    if (away > gap) {
      places[at] = (places[at - 2] ?? 0) + (wayX * gap) / away;
      places[at + 1] = (places[at - 1] ?? 0) + (wayY * gap) / away;
    }
  }
}
