/**
 * The needle: the taut line that all see while it charges, and what is left of it when it has shot.
 *
 *     charging ──▶ taut, thin, brighter and brighter      ──shot──▶ twangs and fades
 *                                                         ──slipped──▶ sags in curls and falls
 */
import { course } from '../predict/course.ts';
import type { Pose } from '../predict/others.ts';
import type { GameMap } from '../sim/map.ts';
import { TIME_PER_SECOND } from '../sim/time.ts';
import type { Corner, Lashed } from '../protocol/messages.gen.ts';
import type { Ray } from '../sim/tuning.gen.ts';
import { between, threadOf, type Palette } from './palette.ts';
import { POINTS_MAX, type Strokes } from './strokes.ts';

/** How long a line twangs, and how long one that went slack lies, in ms. */
const TWANG_MS = 600;
const SLACK_MS = 950;
/** How far a twang swings at first, how often in its life, and how long one of its waves is, in units. */
const SWING = 15;
const SWINGS = 7;
const WAVE = 260;
/** The core of a fresh line is light for so long, in ms. */
const CORE_MS = 90;
/** Curls of a slack line: how large, and how long from one to the next, in units. */
const CURL = 19;
const CURL_LENGTH = 72;
/** How far a slack line falls, in units. */
const FALL = 26;
const TURN = Math.PI * 2;
/** Lines at once: the oldest is taken for a new one. */
const LINES = 24;
/** Between two corners there is a point for each so many units, within the room that there is for three such ways. */
const STEP = 9;
const STEPS_MAX = Math.floor(POINTS_MAX / 3) - 1;

/** A line that was shot. */
interface Line {
  readonly corners: Float64Array;
  count: number;
  seat: number;
  /** Whose colour it takes as it falls; null for one that twangs. */
  slackened: number | null;
  flashes: boolean;
  ageMs: number;
}

export class Needles {
  readonly #lines: Line[] = [];
  #next = 0;
  readonly #corners: number[] = [];

  /** Draws the line of a body that charges a ray; `aim` in 1/65536 turn, `charged` from 0 to 1. */
  taut(
    { x, y, seat }: Pick<Pose, 'x' | 'y' | 'seat'>,
    aim: number,
    charged: number,
    ray: Ray,
    map: GameMap,
    palette: Palette,
    to: Strokes,
  ): void {
    const count = course(map, x, y, aim & 0xffff, ray, this.#corners);
    for (let at = 0; at < count * 2; at++) {
      to.points[at] = this.#corners[at] ?? 0;
    }
    const share = Math.min(Math.max(charged, 0), 1);
    const width = 1.4 + 1.8 * share;
    const colour = between(threadOf(seat, palette), palette.ink, share * share * 0.75);
    to.draw(count, width + 1.6 * palette.rimWidth, palette.rim, 0.3 + 0.6 * share);
    to.draw(count, width, colour, 0.5 + 0.5 * share);
  }

  /** A ray was shot. */
  lash({ seat, corners, slack }: Lashed, flashes: boolean): void {
    const line = this.#take();
    line.count = Math.min(corners.length, CORNERS_MAX);
    corners.forEach((corner, at) => put(line.corners, at, corner));
    line.seat = seat;
    line.slackened = slack;
    line.flashes = flashes;
    line.ageMs = 0;
  }

  /** Draws what was shot. */
  draw(elapsedMs: number, calm: boolean, palette: Palette, to: Strokes): void {
    for (const line of this.#lines) {
      line.ageMs += elapsedMs;
      if (line.slackened !== null) {
        sag(line, threadOf(line.slackened, palette), calm, palette, to);
      } else {
        twang(line, calm, palette, to);
      }
    }
  }

  clear(): void {
    for (const line of this.#lines) {
      line.ageMs = Infinity;
    }
  }

  #take(): Line {
    const line = (this.#lines[this.#next] ??= newLine());
    this.#next = (this.#next + 1) % LINES;
    return line;
  }
}

/** How far the charge of a ray is, begun so long ago. */
export function chargeShare(chargedMs: number, { charge }: Ray): number {
  return charge === 0 ? 1 : (chargedMs * TIME_PER_SECOND) / (charge * 1000);
}

/** Corners of a line at most, as the protocol says. */
const CORNERS_MAX = 4;

function newLine(): Line {
  const corners = new Float64Array(CORNERS_MAX * 2);
  return { corners, count: 0, seat: 0, slackened: null, flashes: false, ageMs: Infinity };
}

function put(corners: Float64Array, at: number, { x8, y8 }: Corner): void {
  corners[at * 2] = x8 / 8;
  corners[at * 2 + 1] = y8 / 8;
}

/** A decaying wave across the line, between its corners, which stand. */
function twang(line: Line, calm: boolean, palette: Palette, to: Strokes): void {
  const share = line.ageMs / TWANG_MS;
  if (share >= 1) {
    return;
  }
  const fades = (1 - share) * (1 - share);
  const swing = calm ? 0 : SWING * Math.exp(-4 * share) * Math.cos(share * SWINGS * TURN);
  const alpha = Math.min(1, fades * 1.4);
  const count = bend(line, to, (along, length) => {
    const waves = Math.max(1, Math.round(length / WAVE));
    return swing * Math.sin(along * waves * Math.PI);
  });
  const light = line.flashes ? Math.max(0, 1 - line.ageMs / CORE_MS) : 0;
  const colour = threadOf(line.seat, palette);
  to.thread(count, 3.4, 2, between(colour, palette.ink, light), palette.rim, alpha);
  to.draw(count, 1.2, between(colour, palette.ink, 0.75), alpha);
}

/** Curls that grow and fall, in the colour of who slipped it. */
function sag(line: Line, colour: number, calm: boolean, palette: Palette, to: Strokes): void {
  const share = line.ageMs / SLACK_MS;
  if (share >= 1) {
    return;
  }
  const loosens = calm ? 0.4 : 1 - (1 - share) ** 4;
  const alpha = Math.min(1, 2.2 * (1 - share));
  const count = bend(
    line,
    to,
    (along, length) => {
      const turn = (along * length * TURN) / CURL_LENGTH;
      return loosens * (CURL * Math.sin(turn) + FALL * Math.sin(along * Math.PI));
    },
    (along, length) => loosens * CURL * 0.9 * Math.cos((along * length * TURN) / CURL_LENGTH) * ends(along),
  );
  const falls = between(threadOf(line.seat, palette), colour, Math.min(1, share * 2.5));
  to.thread(count, 3.2, 1.8, falls, palette.rim, alpha);
}

/** 0 at both ends of a line, 1 between them. */
function ends(along: number): number {
  return Math.min(1, 8 * along, 8 * (1 - along));
}

/** How far a point is moved, by its share of the length between two corners. */
type Bend = (along: number, length: number) => number;

/** Writes the points of a line, each moved across it and along it, and returns how many. */
function bend({ corners, count }: Line, to: Strokes, across: Bend, along: Bend = () => 0): number {
  const { points } = to;
  let written = 0;
  for (let corner = 0; corner + 1 < count; corner++) {
    const x = corners[corner * 2] ?? 0;
    const y = corners[corner * 2 + 1] ?? 0;
    const wayX = (corners[corner * 2 + 2] ?? 0) - x;
    const wayY = (corners[corner * 2 + 3] ?? 0) - y;
    const length = Math.max(Math.hypot(wayX, wayY), 1e-6);
    const steps = Math.min(Math.ceil(length / STEP), STEPS_MAX);
    for (let step = corner === 0 ? 0 : 1; step <= steps; step++) {
      const share = step / steps;
      const aside = across(share, length);
      const further = along(share, length);
      points[written * 2] = x + wayX * share + (-wayY * aside + wayX * further) / length;
      points[written * 2 + 1] = y + wayY * share + (wayX * aside + wayY * further) / length;
      written += 1;
    }
  }
  return written;
}
