/**
 * The players of a picture: the others on their time line and the own body in the present, each with its tail, the line
 * of its needle while that charges, and the thread that a dash leaves.
 */
import { BEYOND_MS } from '../predict/delay.ts';
import { newPose, pairAt, posesOf, type Pose } from '../predict/others.ts';
import type { Prediction } from '../predict/own.ts';
import { PLAYER_FLAGS } from '../protocol/messages.gen.ts';
import { weaponOf } from '../sim/arms.ts';
import { units } from '../sim/grid.ts';
import type { Body } from '../sim/movement.ts';
import { left, TIME_PER_SECOND } from '../sim/time.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { nameOf, newest, ownSeat, scoreOf, slotOf, type State } from '../state/state.ts';
import { Bodies, type BodyLook } from './bodies.ts';
import { chargeShare, type Needles } from './needles.ts';
import type { Shapes } from './shapes.ts';
import type { Strokes } from './strokes.ts';
import { Tails, type TailLook } from './tails.ts';
import { Threads } from './threads.ts';

const TURN = Math.PI * 2;
/** A dash leaves thread behind from picture to picture, unless these are further apart, in units. */
const TRAIL_MOST = 120;
/** Side of the square that is stretched into a trail, in units. */
const TRAIL_SIDE = 16;

/** What is the same for all players of a picture. */
export interface PlayersLook extends TailLook {
  readonly tick: number;
  /** The length of a tick. */
  readonly tickMs: number;
  readonly own: Body | null;
  /** In 1/65536 turn. */
  readonly aim: number;
  readonly names: boolean;
  /** CSS pixels in a unit. */
  readonly scale: number;
}

/** Where a seat was drawn last, and since when it charges, by the local clock. */
interface Drawn {
  x: number;
  y: number;
  drawnIn: number;
  chargesSinceMs: number;
}

export class Players {
  readonly bodies = new Bodies();
  readonly trails = new Threads();
  readonly #tails = new Tails();
  readonly #poses: Pose[] = [];
  readonly #own = newPose();
  readonly #bySeat = new Map<number, Drawn>();
  readonly #look: BodyLook = {
    own: false,
    name: '',
    healthMost: 1,
    radius: 1,
    shieldArc: 0,
    scale: 1,
    nowMs: 0,
    kickPx: 0,
  };
  #picture = 0;

  constructor(
    private readonly shapes: Shapes,
    private readonly needles: Needles,
    private readonly lines: Strokes,
  ) {}

  draw(state: State, prediction: Prediction, tuning: Tuning, look: PlayersLook): void {
    const own = ownSeat(state);
    const pair = pairAt(state, look.tick, BEYOND_MS / look.tickMs);
    const count = pair === null ? 0 : posesOf(pair, this.#poses);
    const bodyLook = this.#look;
    bodyLook.healthMost = tuning.body.health;
    bodyLook.radius = units(tuning.body.radius);
    bodyLook.shieldArc = tuning.shield.arc;
    bodyLook.scale = look.scale;
    bodyLook.nowMs = look.nowMs;
    bodyLook.kickPx = look.calm ? 0 : units(tuning.feel.kick);
    this.#picture += 1;
    this.bodies.begin();
    this.#tails.begin();
    for (let at = 0; at < count; at++) {
      const pose = this.#poses[at];
      if (pose !== undefined) {
        this.#draw(pose, false, look.names ? nameOf(state, pose.seat) : '', prediction, tuning, look);
      }
    }
    if (own !== null && writeOwn(this.#own, own, state, prediction, look)) {
      this.#draw(this.#own, true, '', prediction, tuning, look);
    }
    this.#tails.end();
    this.bodies.end(look.elapsedMs);
    this.trails.move(look.elapsedMs);
  }

  /** Writes where a seat is in the picture; false where it is not in it. */
  placed(seat: number, out: { x: number; y: number }): boolean {
    const drawn = this.#bySeat.get(seat);
    if (drawn?.drawnIn !== this.#picture) {
      return false;
    }
    out.x = drawn.x;
    out.y = drawn.y;
    return true;
  }

  clear(): void {
    this.#bySeat.clear();
    this.trails.clear();
    this.bodies.begin();
    this.bodies.end(0);
    this.#tails.begin();
    this.#tails.end();
  }

  #draw(
    pose: Pose,
    own: boolean,
    name: string,
    prediction: Prediction,
    tuning: Tuning,
    look: PlayersLook,
  ): void {
    if ((pose.flags & PLAYER_FLAGS.alive) === 0) {
      return;
    }
    this.#look.own = own;
    this.#look.name = name;
    const drawn = this.#drawn(pose);
    this.#tails.draw(pose.seat, pose.x, pose.y, pose.metres, tuning, look, this.lines);
    this.#charge(pose, own, drawn, prediction, tuning, look);
    this.bodies.draw(pose, this.#look, this.shapes);
    if (drawn.drawnIn === this.#picture - 1 && (pose.flags & PLAYER_FLAGS.dashing) !== 0) {
      this.#trail(pose.seat, drawn.x, drawn.y, pose.x, pose.y);
    }
    drawn.x = pose.x;
    drawn.y = pose.y;
    drawn.drawnIn = this.#picture;
  }

  #drawn({ seat, x, y }: Pose): Drawn {
    let drawn = this.#bySeat.get(seat);
    if (drawn === undefined) {
      drawn = { x, y, drawnIn: 0, chargesSinceMs: Infinity };
      this.#bySeat.set(seat, drawn);
    }
    return drawn;
  }

  /** All see the line of a needle that charges: the own one as predicted, another's since it was first seen. */
  #charge(
    pose: Pose,
    own: boolean,
    drawn: Drawn,
    prediction: Prediction,
    tuning: Tuning,
    look: PlayersLook,
  ): void {
    if ((pose.flags & PLAYER_FLAGS.charging) === 0) {
      drawn.chargesSinceMs = Infinity;
      return;
    }
    drawn.chargesSinceMs = Math.min(drawn.chargesSinceMs, look.nowMs);
    const slot = Math.floor(pose.flags / PLAYER_FLAGS.slot);
    const weapon = weaponOf(tuning, slot);
    if (prediction.map === null || weapon?.kind !== 'ray') {
      return;
    }
    const ms = own ? chargedMs(prediction) : look.nowMs - drawn.chargesSinceMs;
    const aim = Math.round((pose.aim / TURN) * 65536);
    const share = chargeShare(ms, weapon);
    this.needles.taut(pose, aim, share, weapon, prediction.map, look.palette, this.lines);
  }

  #trail(seat: number, fromX: number, fromY: number, toX: number, toY: number): void {
    const length = Math.hypot(toX - fromX, toY - fromY);
    if (length >= 1 && length <= TRAIL_MOST) {
      this.trails.throw(this.shapes.trail(seat), {
        x: (fromX + toX) / 2,
        y: (fromY + toY) / 2,
        rotation: Math.atan2(toY - fromY, toX - fromX),
        lifeMs: 260,
        scaleX: (length + 1) / TRAIL_SIDE,
        grow: -0.1,
      });
    }
  }
}

/** How long the own ray has been charging, as it is predicted. */
function chargedMs({ arms, now }: Prediction): number {
  return arms === null ? 0 : (left(now, arms.chargedSince) * 1000) / TIME_PER_SECOND;
}

/** Writes the own body where it is predicted, with what the newest snapshot says of it; false while out of play. */
function writeOwn(
  pose: Pose,
  seat: number,
  state: State,
  prediction: Prediction,
  look: PlayersLook,
): boolean {
  const own = newest(state)?.own;
  const body = look.own;
  if (own === null || own === undefined || body === null) {
    return false;
  }
  const arms = prediction.arms;
  pose.seat = seat;
  pose.x = units(body.place.x);
  pose.y = units(body.place.y);
  pose.aim = (look.aim / 65536) * TURN;
  pose.health = own.health;
  pose.metres = scoreOf(state, seat).thread / 100;
  const refuses = own.life > 0 ? PLAYER_FLAGS.refuses : 0;
  const dashes = body.dashEnds > 0 ? PLAYER_FLAGS.dashing : 0;
  const reloads = own.busy > 0 ? PLAYER_FLAGS.reloading : 0;
  const charges = (arms?.chargedSince ?? 0) > 0 ? PLAYER_FLAGS.charging : 0;
  const shields = prediction.shield?.up === true ? PLAYER_FLAGS.shielded : 0;
  const slot = (arms?.weapon ?? slotOf(own)) * PLAYER_FLAGS.slot;
  pose.flags = PLAYER_FLAGS.alive | refuses | dashes | reloads | charges | shields | slot;
  return true;
}
