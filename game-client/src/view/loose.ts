/**
 * Loose thread: the bits of each drop at their places, from where they fell and to whom they go.
 *
 *     falls ──▶ flies to its place ──▶ lies, gently moving ──wound──▶ flies to its winder and coils in
 *                                                          ──gone───▶ fades
 *
 * THE GREAT UNRAVEL lays its bits down one after the other, along a bright line that runs out.
 */
import { Container, Sprite } from 'pixi.js';
import { stepMs } from '../predict/tuning.ts';
import { snap, units } from '../sim/grid.ts';
import type { GameMap } from '../sim/map.ts';
import { BITS, scatter } from '../sim/thread.ts';
import { TIME_PER_SECOND } from '../sim/time.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import type { LooseThread, State } from '../state/state.ts';
import { between, threadOf, type Palette } from './palette.ts';
import type { Shapes } from './shapes.ts';
import type { Strokes } from './strokes.ts';

/** How long a bit flies from the fallen to its place, in ms. */
const FALL_MS = 420;
/** How long a bit flies to its winder, in ms. */
const WIND_MS = 260;
/** It fades for so long before it is gone, in ms. */
const FADE_MS = 2000;
/** The line of a great unravel fades after it has run out, in ms. */
const LINE_MS = 1600;
/** Points of that line between two bits. */
const LINE_STEPS = 5;
/** How far a bit is moved as it lies, in units, and how long that takes, in ms. */
const DRIFT = 1.6;
const DRIFT_MS = 1900;
/** How far a bit reaches around its place, on its way to a winder too, in units. */
const BIT_REACH = 60;
const TURN = Math.PI * 2;

/** What the picture shows, in units. */
export interface Sight {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** What is the same for all drops of a picture. */
export interface LooseLook {
  readonly tick: number;
  readonly nowMs: number;
  readonly calm: boolean;
  readonly tuning: Tuning;
  readonly map: GameMap;
  readonly palette: Palette;
  readonly sight: Sight;
  /** Writes where a seat is drawn; false where it is not. */
  readonly placed: (seat: number, out: { x: number; y: number }) => boolean;
}

/** Where the bits of a drop lie, worked out once. */
interface Lying {
  readonly places: Float64Array;
  readonly of: LooseThread;
}

export class Loose {
  readonly layer = new Container();
  readonly #byId = new Map<number, Lying>();
  readonly #pool: Sprite[] = [];
  readonly #winder = { x: 0, y: 0 };
  #used = 0;

  draw(state: State, look: LooseLook, shapes: Shapes, lines: Strokes): void {
    this.#used = 0;
    for (const thread of state.loose.values()) {
      if (!reaches(thread, look)) {
        continue;
      }
      const { places } = this.#lying(thread, look);
      const fellMs = (look.tick - thread.tick) * stepMs(look.tuning);
      if (fellMs < 0) {
        continue;
      }
      if (thread.great) {
        runOut(thread, places, fellMs, look, lines);
      }
      for (let bit = 0; bit < BITS; bit++) {
        this.#bit(thread, bit, places, fellMs, look, shapes);
      }
    }
    for (let at = this.#used; at < this.#pool.length; at++) {
      const sprite = this.#pool[at];
      if (sprite !== undefined) {
        sprite.visible = false;
      }
    }
    if (this.#byId.size > state.loose.size) {
      this.#forget(state);
    }
  }

  #bit(
    thread: LooseThread,
    bit: number,
    places: Float64Array,
    fellMs: number,
    look: LooseLook,
    shapes: Shapes,
  ): void {
    const endX = places[bit * 2] ?? 0;
    const endY = places[bit * 2 + 1] ?? 0;
    const laid = laidShare(thread, bit, fellMs, look.tuning);
    const wound = thread.wound[bit] ?? null;
    const woundShare = wound === null ? 0 : ((look.tick - wound.tick) * stepMs(look.tuning)) / WIND_MS;
    const fade = Math.min(1, (thread.goneMs - look.nowMs) / FADE_MS);
    if (laid <= 0 || woundShare >= 1 || fade <= 0) {
      return;
    }
    const phase = (look.nowMs / DRIFT_MS + bit * 0.29 + thread.id * 0.13) * TURN;
    const drift = look.calm ? 0 : DRIFT;
    let x = thread.x + (endX - thread.x) * laid + Math.sin(phase) * drift;
    let y = thread.y + (endY - thread.y) * laid + Math.cos(phase * 0.7) * drift;
    let size = 0.4 + 0.6 * laid;
    let rotation = bit * 2.1 + thread.id + (1 - laid) * 7 + (drift === 0 ? 0 : Math.sin(phase * 0.6) * 0.16);
    if (woundShare > 0) {
      const pulled = woundShare * woundShare;
      if (wound !== null && wound.seat !== null && look.placed(wound.seat, this.#winder)) {
        x += (this.#winder.x - x) * pulled;
        y += (this.#winder.y - y) * pulled;
      }
      size *= 1 - 0.75 * pulled;
      rotation += pulled * TURN * 1.5;
    }
    const sprite = this.#take();
    sprite.texture = shapes.curl(thread.seat, bit + thread.id);
    sprite.position.set(x, y);
    sprite.rotation = rotation;
    sprite.scale.set(size);
    sprite.alpha = fade;
    sprite.visible = true;
  }

  #lying(thread: LooseThread, { map, tuning }: LooseLook): Lying {
    let lying = this.#byId.get(thread.id);
    if (lying?.of !== thread) {
      const from = { x: snap(thread.x), y: snap(thread.y) };
      const places = new Float64Array(BITS * 2);
      for (const [bit, place] of scatter(from, thread.seed, thread.great, map, tuning).entries()) {
        places[bit * 2] = units(place.x);
        places[bit * 2 + 1] = units(place.y);
      }
      lying = { places, of: thread };
      this.#byId.set(thread.id, lying);
    }
    return lying;
  }

  #forget(state: State): void {
    for (const id of this.#byId.keys()) {
      if (!state.loose.has(id)) {
        this.#byId.delete(id);
      }
    }
  }

  #take(): Sprite {
    let sprite = this.#pool[this.#used];
    if (sprite === undefined) {
      sprite = new Sprite();
      sprite.anchor.set(0.5);
      this.#pool.push(sprite);
      this.layer.addChild(sprite);
    }
    this.#used += 1;
    return sprite;
  }
}

/** Whether any of a drop can be in the picture: all are told of all. */
function reaches({ x, y, great }: LooseThread, { tuning, sight }: LooseLook): boolean {
  const far = units(great ? tuning.thread.greatSpread : tuning.thread.spread) + BIT_REACH;
  return x > sight.left - far && x < sight.right + far && y > sight.top - far && y < sight.bottom + far;
}

/** How long a great unravel runs, in ms. */
function runMs(tuning: Tuning): number {
  return (tuning.thread.greatTime * 1000) / TIME_PER_SECOND;
}

/** How far a bit is on its way to its place; not above 0 before it sets out. */
function laidShare(thread: LooseThread, bit: number, fellMs: number, tuning: Tuning): number {
  const startMs = thread.great ? (runMs(tuning) * (bit + 0.5)) / BITS : bit * 12;
  const share = Math.min(1, (fellMs - startMs) / FALL_MS);
  return share <= 0 ? share : 1 - (1 - share) * (1 - share) * (1 - share);
}

/** Draws the line of a great unravel as far as it has run. */
function runOut(
  thread: LooseThread,
  places: Float64Array,
  fellMs: number,
  look: LooseLook,
  to: Strokes,
): void {
  const runsMs = Math.max(runMs(look.tuning), 1);
  const fades = 1 - Math.max(0, fellMs - runsMs) / LINE_MS;
  if (fades <= 0) {
    return;
  }
  const run = Math.min(1, fellMs / runsMs) * BITS;
  const whole = Math.floor(run * LINE_STEPS);
  const swing = look.calm ? 0 : 7 * Math.exp(-fellMs / 900);
  let count = 0;
  for (let step = 0; step <= whole + 1; step++) {
    const at = Math.min(step / LINE_STEPS, run);
    smooth(thread, places, at, to.points, count);
    const wave = swing * Math.sin(at * 5 - fellMs / 45);
    to.points[count * 2 + 1] = (to.points[count * 2 + 1] ?? 0) + wave;
    count += 1;
  }
  const { palette } = look;
  const colour = threadOf(thread.seat, palette);
  const runs = fellMs < runsMs ? 1 : Math.max(0, 1 - (fellMs - runsMs) / 400);
  to.thread(count, 5.5, palette.rimWidth, colour, palette.rim, fades);
  to.draw(count, 2.4, between(colour, palette.ink, 0.45 + 0.5 * runs), fades);
}

/** Writes a point of the curve through the fallen's place and all bits (Catmull and Rom 1974), `at` bits along it. */
function smooth(
  thread: LooseThread,
  places: Float64Array,
  at: number,
  out: Float64Array,
  index: number,
): void {
  const from = Math.min(Math.floor(at), BITS - 1);
  const t = at - from;
  for (let axis = 0; axis < 2; axis++) {
    const start = axis === 0 ? thread.x : thread.y;
    const a = knot(places, from - 1, axis, start);
    const b = knot(places, from, axis, start);
    const c = knot(places, from + 1, axis, start);
    const d = knot(places, from + 2, axis, start);
    out[index * 2 + axis] =
      0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * (b - c) + d - a) * t * t * t);
  }
}

/** Knot 0 is the fallen's place, the others are its bits. */
function knot(places: Float64Array, at: number, axis: number, start: number): number {
  return at <= 0 ? start : (places[(Math.min(at, BITS) - 1) * 2 + axis] ?? start);
}
