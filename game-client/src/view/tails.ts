/**
 * The tails of a picture: each as long as its owner's thread, and with it what a fight is about.
 */
import { units } from '../sim/grid.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { threadOf, type Palette } from './palette.ts';
import { hang, newRope, ROPE_POINTS, type Rope } from './rope.ts';
import type { Strokes } from './strokes.ts';

/** Width of a tail, in units. */
const WIDTH = 4.6;
/** Tails shorter than this are not seen under a body, in units. */
const SHORTEST = 2;
/** The corners of tails shorter than these are too near to each other to be seen, in units. */
const SHORT = 220;
const VERY_SHORT = 50;
/** A tail that lies still breathes: how far to the side, how long a wave is, how fast it runs; in units and seconds. */
const SWAY = 5;
const SWAY_LENGTH = 150;
const SWAY_S = 2.2;
const TURN = Math.PI * 2;

/** What is the same for all tails of a picture. */
export interface TailLook {
  readonly elapsedMs: number;
  readonly nowMs: number;
  /** Nothing swings. */
  readonly calm: boolean;
  readonly palette: Palette;
}

interface Tail {
  readonly rope: Rope;
  drawnIn: number;
}

export class Tails {
  readonly #bySeat = new Map<number, Tail>();
  #picture = 0;

  /** Begins a picture: tails that it does not draw are cut. */
  begin(): void {
    this.#picture += 1;
  }

  end(): void {
    for (const tail of this.#bySeat.values()) {
      if (tail.drawnIn !== this.#picture) {
        tail.rope.hangs = false;
      }
    }
  }

  /** Draws the tail of a body at this place with so many metres of thread. */
  draw(
    seat: number,
    x: number,
    y: number,
    metres: number,
    tuning: Tuning,
    look: TailLook,
    to: Strokes,
  ): void {
    let tail = this.#bySeat.get(seat);
    if (tail === undefined) {
      tail = { rope: newRope(), drawnIn: 0 };
      this.#bySeat.set(seat, tail);
    }
    tail.drawnIn = this.#picture;
    const { tailMetre, tailMost } = tuning.feel;
    const length = Math.min(metres * units(tailMetre), units(tailMost));
    hang(tail.rope, x, y, seat * 2.4, length, look.elapsedMs / 1000, look.calm);
    if (tail.rope.length < SHORTEST) {
      return;
    }
    const count = write(
      tail.rope,
      look.calm ? 0 : SWAY,
      (look.nowMs / 1000 / SWAY_S + seat * 0.37) * TURN,
      to,
    );
    const { palette } = look;
    const colour = threadOf(seat, palette);
    to.thread(count, WIDTH, palette.rimWidth * 0.8, colour, palette.rim, 1);
  }
}

/**
 * Writes the points of a rope, with a wave along it that grows towards its end, and returns how many. A short one shows
 * fewer of them, first and last included.
 */
function write({ places, length }: Rope, sway: number, phase: number, { points }: Strokes): number {
  const stride = length < VERY_SHORT ? 4 : length < SHORT ? 2 : 1;
  let count = 0;
  const gap = length / (ROPE_POINTS - 1);
  let [sideX, sideY] = [0, 0];
  for (let at = 0; at < ROPE_POINTS; at += stride) {
    const x = places[at * 2] ?? 0;
    const y = places[at * 2 + 1] ?? 0;
    if (at > 0) {
      const wayX = x - (places[at * 2 - 2] ?? 0);
      const wayY = y - (places[at * 2 - 1] ?? 0);
      const away = Math.max(Math.sqrt(wayX * wayX + wayY * wayY), 1e-6);
      sideX = -wayY / away;
      sideY = wayX / away;
    }
    const along = at / (ROPE_POINTS - 1);
    const wave = sway * along * Math.sin((at * gap * TURN) / SWAY_LENGTH - phase);
    points[count * 2] = x + sideX * wave;
    points[count * 2 + 1] = y + sideY * wave;
    count += 1;
  }
  return count;
}
