/**
 * The own body, ahead of the server: its last word, and on top of it every input that it has not yet answered.
 *
 *     snapshot T ──Own──▶ body after T ──replay inputs T+1 … head──▶ body after head ──part of a tick──▶ drawn
 *
 * A new snapshot replaces everything below it: what was predicted wrongly snaps. Health and kills are never predicted,
 * and nothing is while a bot plays in the own seat: the body is then drawn a little in the past, like everybody's.
 */
import type { Own } from '../protocol/messages.gen.ts';
import { ZERO, type Vec2 } from '../sim/grid.ts';
import type { Input } from '../sim/input.ts';
import type { GameMap } from '../sim/map.ts';
import { paceOf, stepArms, type Arms } from '../sim/arms.ts';
import { PACE, stepBody, type Body } from '../sim/movement.ts';
import type { Time } from '../sim/time.ts';
import { isLent, MATCH_RESULTS, newest, type State } from '../state/state.ts';
import { stepOf, tuningAt } from './tuning.ts';

/** Ticks that are remembered. More than are ever replayed. */
const KEPT = 128;
/** Most ticks that are replayed on a snapshot. */
export const REPLAY_MAX = 30;
/** World time is not on the wire: all times of a body count from its snapshot, which gets this instant. */
const SNAPSHOT_NOW: Time = 1_000_000;

/** What was held in a tick, and where that was predicted to lead. */
interface Sampled {
  readonly tick: number;
  readonly input: Input;
  place: Vec2 | null;
}

export interface Prediction {
  /** Null until it is loaded: nothing is predicted without walls. */
  map: GameMap | null;
  /** The own body after the step of `tick`; null while out of play. */
  body: Body | null;
  /** The own weapons after that step; null before the first snapshot. */
  arms: Arms | null;
  tick: number;
  /** World time after that step. */
  now: Time;
  /** By tick modulo {@link KEPT}. */
  readonly sampled: (Sampled | undefined)[];
  /** Snapshots that agreed with the prediction of their tick exactly, and that did not. */
  exact: number;
  corrected: number;
}

export function newPrediction(): Prediction {
  return {
    map: null,
    body: null,
    arms: null,
    tick: 0,
    now: SNAPSHOT_NOW,
    sampled: [],
    exact: 0,
    corrected: 0,
  };
}

/** The body that an own block describes, with `now` for its snapshot's world time. */
export function bodyOf(own: Own, now: Time): Body {
  return {
    place: { x: own.x, y: own.y },
    velocity: { x: own.vx, y: own.vy },
    held: own.held,
    dashEnds: own.dash === 0 ? 0 : now + own.dash - 1,
    dashAngle: own.dashAngle,
    dashReady: now + own.dashWait,
  };
}

/** Shots left in the weapon in hand. */
export function clipOf(own: Own): number {
  return (own.clips >>> (8 * own.weapon)) & 0xff;
}

/** The arms that an own block describes. */
export function armsOf(own: Own, now: Time): Arms {
  return {
    weapon: own.weapon,
    clips: [0, 8, 16, 24].map((shift) => (own.clips >>> shift) & 0xff),
    ready: now + own.fireWait,
    reloadEnds: own.busy > 0 ? now + own.busy - 1 : 0,
    chargedSince: own.busy < 0 ? now + own.busy + 1 : 0,
  };
}

/** Starts again from the newest snapshot, and replays what it has not seen. */
export function rebase(prediction: Prediction, state: State): void {
  const snapshot = newest(state);
  if (snapshot === undefined) {
    return;
  }
  const head = Math.min(prediction.tick, snapshot.tick + REPLAY_MAX);
  const own = snapshot.own;
  const alive = own !== null && own.life >= 0;
  compare(prediction, snapshot.tick, alive && !isLent(state) ? { x: own.x, y: own.y } : null);
  prediction.body = alive ? bodyOf(own, SNAPSHOT_NOW) : null;
  prediction.arms = own === null ? null : armsOf(own, SNAPSHOT_NOW);
  prediction.now = SNAPSHOT_NOW;
  prediction.tick = snapshot.tick;
  for (let tick = snapshot.tick + 1; tick <= head; tick++) {
    step(prediction, state, tick);
  }
}

/** Takes one more input, for the tick after the last one or a later one. */
export function advance(prediction: Prediction, state: State, tick: number, input: Input): void {
  prediction.sampled[tick % KEPT] = { tick, input, place: null };
  while (prediction.tick < tick) {
    step(prediction, state, prediction.tick + 1);
  }
}

/** The body as it is now, `fraction` of a tick after the last one, if `input` is held. */
export function drawn(prediction: Prediction, state: State, input: Input, fraction: number): Body | null {
  const tuning = tuningAt(state, prediction.tick + 1);
  if (prediction.body === null || tuning === null || prediction.map === null) {
    return prediction.body;
  }
  const body = { ...prediction.body };
  const part = stepOf(tuning) * Math.min(Math.max(fraction, 0), 1);
  const pace = prediction.arms === null ? PACE : paceOf(prediction.arms, tuning);
  stepBody(body, input, ZERO, pace, prediction.now, part, tuning, prediction.map);
  return body;
}

/** What was sampled for a tick. */
export function sampledAt(prediction: Prediction, tick: number): Input | null {
  const sampled = prediction.sampled[tick % KEPT];
  return sampled?.tick === tick ? sampled.input : null;
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
  const { body, arms } = prediction;
  const { input } = sampled;
  const length = stepOf(tuning);
  if (body !== null) {
    const pace = arms === null ? PACE : paceOf(arms, tuning);
    stepBody(body, input, ZERO, pace, now, length, tuning, prediction.map);
    sampled.place = body.place;
  }
  // Between two matches weapons rest.
  if (arms !== null && state.match?.phase !== MATCH_RESULTS) {
    const free = body !== null && now >= body.dashEnds;
    stepArms(arms, input, free, now, length, tuning);
  }
}

/** Counts whether a tick came out as predicted. */
function compare(prediction: Prediction, tick: number, place: Vec2 | null): void {
  const sampled = prediction.sampled[tick % KEPT];
  if (place === null || sampled?.tick !== tick || sampled.place === null) {
    return;
  }
  if (sampled.place.x === place.x && sampled.place.y === place.y) {
    prediction.exact += 1;
  } else {
    prediction.corrected += 1;
  }
}
