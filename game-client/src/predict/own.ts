/**
 * The own body, ahead of the server: its last word, and on top of it every input that it has not yet answered.
 *
 *     snapshot T ──Own──▶ body after T ──replay inputs T+1 … head──▶ body after head ──part of a tick──▶ drawn
 *
 * A new snapshot replaces everything below it. What was predicted wrongly is put right at once, and drawn right a little
 * later: the drawn body keeps the error and lets it fade. Health and kills are never predicted, and nothing is while a bot
 * plays in the own seat: the body is then drawn a little in the past, like everybody's.
 */
import { HELD_SLOT, type Own } from '../protocol/messages.gen.ts';
import { centred, mix } from '../sim/chance.ts';
import { unitsOf, ZERO, type Angle, type Vec2 } from '../sim/grid.ts';
import type { Input } from '../sim/input.ts';
import type { GameMap } from '../sim/map.ts';
import { paceOf, pelletsOf, stepArms, weaponOf, type Arms } from '../sim/arms.ts';
import { stepShield, type Shield } from '../sim/shield.ts';
import { PACE, stepBody, type Body } from '../sim/movement.ts';
import type { Time } from '../sim/time.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { isLent, MATCH_RESULTS, newest, ownSeat, slotOf, type State } from '../state/state.ts';
import { compare, newCorrections, remember, type Corrections } from './corrections.ts';
import { stepOf, tuningAt } from './tuning.ts';

/** Ticks that are remembered. More than are ever replayed. */
const KEPT = 128;
/** Most ticks that are replayed on a snapshot. */
export const REPLAY_MAX = 30;
/** World time is not on the wire: all times of a body count from its snapshot, which gets this instant. */
const SNAPSHOT_NOW: Time = 1_000_000;
/** In so long the error that is drawn halves, in ms. */
const FADE_MS = 80;
/** An error beyond this is a return elsewhere, and not faded, on the grid. */
const FADED_MOST = 120 * 256;

/** What was held in a tick, and where that was predicted to lead. */
interface Sampled {
  readonly tick: number;
  readonly input: Input;
  place: Vec2 | null;
}

/** A shot or a ray left the own hand in the step of a tick, as predicted. */
export interface Trigger {
  /** Counts the own shots, modulo 256. */
  readonly number: number;
  readonly tick: number;
  readonly weapon: number;
  /** In units. */
  readonly place: Vec2;
  /** Where it leaves to. */
  readonly angle: Angle;
}

export interface Prediction {
  /** Null until it is loaded: nothing is predicted without walls. */
  map: GameMap | null;
  /** The own body after the step of `tick`; null while out of play. */
  body: Body | null;
  /** The own weapons after that step; null before the first snapshot. */
  arms: Arms | null;
  /** The own shield after that step; null before the first snapshot. */
  shield: Shield | null;
  tick: number;
  /** World time after that step. */
  now: Time;
  /** By tick modulo {@link KEPT}. */
  readonly sampled: (Sampled | undefined)[];
  readonly corrections: Corrections;
  /** The shots of the ticks that no snapshot has answered yet. */
  triggers: Trigger[];
  /** By how much the body is still drawn beside where it is, and since when. */
  error: Vec2;
  errorMs: number;
}

export function newPrediction(): Prediction {
  return {
    map: null,
    body: null,
    arms: null,
    shield: null,
    tick: 0,
    now: SNAPSHOT_NOW,
    sampled: [],
    corrections: newCorrections(),
    triggers: [],
    error: ZERO,
    errorMs: 0,
  };
}

/** Another connection: what was predicted on the old one was never heard. The map and the counts stay. */
export function predictAnew(prediction: Prediction): void {
  const { map, corrections } = prediction;
  Object.assign(prediction, { ...newPrediction(), map, corrections });
}

/** The body that an own block describes, with `now` for its snapshot's world time. */
export function bodyOf(own: Own, now: Time): Body {
  return {
    place: { x: own.x, y: own.y },
    velocity: { x: own.vx, y: own.vy },
    held: own.held % HELD_SLOT,
    dashEnds: own.dash === 0 ? 0 : now + own.dash - 1,
    dashAngle: own.dashAngle,
    dashReady: now + own.dashWait,
  };
}

/** Shots left in the weapon in hand. */
export function clipOf(own: Own): number {
  return (own.clips >>> (8 * slotOf(own))) & 0xff;
}

/** The arms that an own block describes. */
export function armsOf(own: Own, now: Time): Arms {
  return {
    weapon: slotOf(own),
    clips: [0, 8, 16, 24].map((shift) => (own.clips >>> shift) & 0xff),
    ready: now + own.fireWait,
    reloadEnds: own.busy > 0 ? now + own.busy - 1 : 0,
    chargedSince: own.busy < 0 ? now + own.busy + 1 : 0,
    shots: own.shots,
  };
}

/** The shield that an own block describes. */
export function shieldOf(own: Own, now: Time): Shield {
  return {
    up: own.shield > 0,
    raised: own.shield > 0 ? now - own.shield + 1 : 0,
    energy: own.energy,
    mends: now + own.mends,
    ready: own.shield < 0 ? now - own.shield - 1 : 0,
  };
}

/** The share of its top speed that the own body may walk at, in 1/1000. */
function paceNow({ arms, shield }: Prediction, tuning: Tuning): number {
  return shield?.up === true ? tuning.shield.pace : arms === null ? PACE : paceOf(arms, tuning);
}

/** Starts again from the newest snapshot, which came at `nowMs`, and replays what it has not seen. */
export function rebase(prediction: Prediction, state: State, nowMs: number): void {
  const snapshot = newest(state);
  if (snapshot === undefined) {
    return;
  }
  const head = Math.min(prediction.tick, snapshot.tick + REPLAY_MAX);
  const before = head === prediction.tick ? (prediction.body?.place ?? null) : null;
  const own = snapshot.own;
  const alive = own !== null && own.life >= 0;
  const place = sampledOf(prediction, snapshot.tick)?.place ?? null;
  if (alive && !isLent(state) && place !== null) {
    const held = (tick: number): Input | null => sampledAt(prediction, tick);
    compare(prediction.corrections, state, { x: own.x, y: own.y }, place, held);
  }
  remember(prediction.corrections, state);
  prediction.body = alive ? bodyOf(own, SNAPSHOT_NOW) : null;
  prediction.arms = own === null ? null : armsOf(own, SNAPSHOT_NOW);
  prediction.shield = own === null ? null : shieldOf(own, SNAPSHOT_NOW);
  prediction.now = SNAPSHOT_NOW;
  prediction.tick = snapshot.tick;
  prediction.triggers = [];
  for (let tick = snapshot.tick + 1; tick <= head; tick++) {
    step(prediction, state, tick);
  }
  fade(prediction, before, nowMs);
}

/** What the body was moved by is drawn a little longer. */
function fade(prediction: Prediction, before: Vec2 | null, nowMs: number): void {
  const after = prediction.body?.place ?? null;
  const old = errorAt(prediction, nowMs);
  const error =
    before === null || after === null
      ? ZERO
      : { x: old.x + before.x - after.x, y: old.y + before.y - after.y };
  prediction.error = Math.hypot(error.x, error.y) > FADED_MOST ? ZERO : error;
  prediction.errorMs = nowMs;
}

/** By how much the body is drawn beside where it is, on the grid. */
export function errorAt({ error, errorMs }: Prediction, nowMs: number): Vec2 {
  const left = 0.5 ** (Math.max(nowMs - errorMs, 0) / FADE_MS);
  return { x: error.x * left, y: error.y * left };
}

/** Takes one more input, for the tick after the last one or a later one. */
export function advance(prediction: Prediction, state: State, tick: number, input: Input): void {
  prediction.sampled[tick % KEPT] = { tick, input, place: null };
  while (prediction.tick < tick) {
    step(prediction, state, prediction.tick + 1);
  }
}

/** The body as it is now, `fraction` of a tick after the last one, if `input` is held. */
export function drawn(
  prediction: Prediction,
  state: State,
  input: Input,
  fraction: number,
  nowMs: number,
): Body | null {
  const tuning = tuningAt(state, prediction.tick + 1);
  if (prediction.body === null || tuning === null || prediction.map === null) {
    return prediction.body;
  }
  const body = { ...prediction.body };
  const part = stepOf(tuning) * Math.min(Math.max(fraction, 0), 1);
  const pace = paceNow(prediction, tuning);
  stepBody(body, input, ZERO, pace, prediction.now, part, tuning, prediction.map);
  const error = errorAt(prediction, nowMs);
  body.place = { x: body.place.x + error.x, y: body.place.y + error.y };
  return body;
}

/** What was held in a tick; null where nothing was sampled for it. */
export function sampledAt(prediction: Prediction, tick: number): Input | null {
  return sampledOf(prediction, tick)?.input ?? null;
}

function sampledOf(prediction: Prediction, tick: number): Sampled | null {
  const sampled = prediction.sampled[tick % KEPT];
  return sampled?.tick === tick ? sampled : null;
}

function step(prediction: Prediction, state: State, tick: number): void {
  const tuning = tuningAt(state, tick);
  const sampled = prediction.sampled[tick % KEPT];
  prediction.tick = tick;
  if (tuning === null || prediction.map === null) {
    return;
  }
  const now = prediction.now;
  prediction.now = now + stepOf(tuning);
  if (sampled?.tick !== tick || isLent(state)) {
    return;
  }
  const { body, arms, shield } = prediction;
  const { input } = sampled;
  const length = stepOf(tuning);
  if (body !== null) {
    const pace = paceNow(prediction, tuning);
    stepBody(body, input, ZERO, pace, now, length, tuning, prediction.map);
    sampled.place = body.place;
  }
  const free = body !== null && now >= body.dashEnds;
  // Between two matches weapons rest.
  const rests = state.match?.phase === MATCH_RESULTS;
  if (shield !== null) {
    stepShield(shield, input, free && !rests, now, length, tuning);
  }
  if (arms !== null && !rests) {
    if (stepArms(arms, input, free && shield?.up !== true, now, length, tuning).shot && body !== null) {
      prediction.triggers.push(...triggersOf(arms, body, input.aim, tick, tuning, state));
    }
  }
}

/** What has just left the hand: as many projectiles as its weapon shoots, each somewhere in the cone, or a ray. */
function triggersOf(
  arms: Arms,
  body: Body,
  aim: Angle,
  tick: number,
  tuning: Tuning,
  state: State,
): Trigger[] {
  const weapon = weaponOf(tuning, arms.weapon);
  const count = weapon?.kind === 'projectile' ? pelletsOf(weapon) : 1;
  const spread = weapon?.kind === 'projectile' ? weapon.spread : 0;
  const place = unitsOf(body.place);
  return Array.from({ length: count }, (_, pellet) => {
    const number = (arms.shots - count + pellet) & 0xff;
    const bits = mix(state.match?.seed ?? 0, ownSeat(state) ?? 0, number);
    return { number, tick, weapon: arms.weapon, place, angle: (aim + centred(bits, spread)) & 0xffff };
  });
}
