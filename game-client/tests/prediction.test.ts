import { expect, test } from 'vitest';
import {
  advance,
  bodyOf,
  drawn,
  newPrediction,
  rebase,
  shieldOf,
  type Prediction,
} from '../src/predict/own.ts';
import { corrected } from '../src/predict/corrections.ts';
import { stepOf, tuningAt } from '../src/predict/tuning.ts';
import { ZERO } from '../src/sim/grid.ts';
import { DASH, FIRE, SHIELD, type Input } from '../src/sim/input.ts';
import { readyMap } from '../src/sim/map.ts';
import { PACE, stepBody, type Body } from '../src/sim/movement.ts';
import { fullShield, stepShield, type Shield } from '../src/sim/shield.ts';
import type { Tuning } from '../src/sim/tuning.gen.ts';
import { receive } from '../src/state/receive.ts';
import { lentBody } from '../src/predict/others.ts';
import { SNAPSHOT_FLAGS } from '../src/protocol/messages.gen.ts';
import { BOT_FOR_PERSON, newState, PERSON, type State } from '../src/state/state.ts';
import { tuningMessage } from './tunings.ts';
import { FIELD, own, snapshot } from './worlds.ts';

const MAP = readyMap(FIELD);
const RIGHT: Input = { buttons: 0, walk: 1, aim: 0, weapon: 0 };
const DOWN: Input = { buttons: 0, walk: 17, aim: 0, weapon: 0 };

function begun(): { state: State; prediction: Prediction } {
  const state = newState();
  receive(state, tuningMessage(0), 0);
  receive(state, snapshot(100), 0);
  const prediction = newPrediction();
  prediction.map = MAP;
  rebase(prediction, state, 0);
  return { state, prediction };
}

/** The server's side of the same: steps a body and tells it as an own block. */
function server(state: State, from: Body, inputs: readonly Input[], tick: number, now: number): Body {
  const body = { ...from };
  inputs.forEach((input, at) => {
    const tuning = tuningAt(state, tick + at);
    if (tuning !== null) {
      stepBody(body, input, ZERO, PACE, now + at * stepOf(tuning), stepOf(tuning), tuning, MAP);
    }
  });
  return body;
}

function told(body: Body, now: number): ReturnType<typeof own> {
  return own({
    x: body.place.x,
    y: body.place.y,
    vx: body.velocity.x,
    vy: body.velocity.y,
    held: body.held,
    dash: body.dashEnds === 0 ? 0 : 1 + Math.max(body.dashEnds - now, 0),
    dashAngle: body.dashAngle,
    dashWait: Math.max(body.dashReady - now, 0),
  });
}

test('a_snapshot_is_replayed_up_to_the_newest_input', () => {
  const { state, prediction } = begun();
  const inputs = [RIGHT, RIGHT, DOWN, { ...DOWN, buttons: DASH }, DOWN, RIGHT];
  inputs.forEach((input, at) => advance(prediction, state, 101 + at, input));
  const ahead = prediction.body?.place;
  const start = bodyOf(own(), 1000);
  const after = server(state, start, inputs.slice(0, 3), 101, 1000);
  receive(state, snapshot(103, { own: told(after, 1030) }), 50);
  rebase(prediction, state, 0);
  expect(prediction.tick).toBe(106);
  expect(prediction.body?.place).toEqual(ahead);
  expect(prediction.corrections.exact).toBe(1);
  expect(corrected(prediction.corrections)).toBe(0);
  expect(ahead).not.toEqual(start.place);
});

test('a_dash_survives_every_snapshot_within_it', () => {
  const { state, prediction } = begun();
  const inputs = Array.from({ length: 40 }, (_, at) => ({ ...RIGHT, buttons: at === 2 ? DASH : 0 }));
  let body = bodyOf(own(), 1000);
  let now = 1000;
  inputs.forEach((input, at) => {
    advance(prediction, state, 101 + at, input);
    body = server(state, body, [input], 101 + at, now);
    now += 10;
    receive(state, snapshot(101 + at, { own: told(body, now) }), at * 16);
    rebase(prediction, state, 0);
  });
  expect(prediction.corrections.exact).toBe(40);
  expect(corrected(prediction.corrections)).toBe(0);
});

test('a_shield_that_is_rebuilt_from_its_own_block_goes_on_as_it_did', () => {
  const { state } = begun();
  const tuning = tuningAt(state, 100) as Tuning;
  const shield = fullShield(tuning);
  let now = 1000;
  const held = (tick: number): Input => ({ ...RIGHT, buttons: tick % 90 < 50 ? SHIELD : 0 });
  const ownOf = ({ up, raised, energy, mends, ready }: Shield): ReturnType<typeof own> =>
    own({
      energy,
      shield: up ? Math.min(now - raised + 1, 1201) : ready > now ? now - ready - 1 : 0,
      mends: Math.max(mends - now, 0),
    });
  const seen = ({ up, energy, mends, ready }: Shield): unknown => [
    up,
    energy,
    Math.max(mends, now),
    Math.max(ready, now),
  ];
  const twins: Shield[] = [];
  let broke = 0;
  for (let tick = 0; tick < 600; tick++) {
    if (tick % 7 === 0 && tick < 300) {
      twins.push(shieldOf(ownOf(shield), now));
    }
    broke += stepShield(shield, held(tick), true, now, stepOf(tuning), tuning).broke ? 1 : 0;
    twins.forEach((twin) => stepShield(twin, held(tick), true, now, stepOf(tuning), tuning));
    now += stepOf(tuning);
    expect(twins.map(seen)).toEqual(twins.map(() => seen(shield)));
  }
  expect(broke).toBeGreaterThan(3);
});

test('while_the_shield_is_up_the_own_body_is_predicted_to_walk_slower_and_not_to_shoot', () => {
  const { state, prediction } = begun();
  for (let tick = 101; tick <= 120; tick++) {
    advance(prediction, state, tick, { ...RIGHT, buttons: SHIELD | FIRE });
  }
  const tuning = tuningAt(state, 100);
  const top = ((tuning?.body.topSpeed ?? 0) * (tuning?.shield.pace ?? 0)) / 1000;
  expect(prediction.body?.velocity.x).toBe(Math.round(top));
  expect([prediction.triggers.length, prediction.shield?.up]).toEqual([0, true]);
});

test('a_wrong_prediction_snaps', () => {
  const { state, prediction } = begun();
  advance(prediction, state, 101, RIGHT);
  receive(state, snapshot(101, { own: own({ x: 100 * 256 }) }), 16);
  rebase(prediction, state, 0);
  expect(prediction.body?.place.x).toBe(100 * 256);
  expect(prediction.corrections.causes.unexplained).toBe(1);
});

test('a_release_that_the_server_did_not_hear_in_time_is_starved_and_not_unexplained', () => {
  const { state, prediction } = begun();
  const still = { ...RIGHT, walk: 0 };
  // The server walks on as long as nobody says otherwise.
  let body = bodyOf(own(), 1000);
  [RIGHT, RIGHT, still, still].forEach((input, at) => {
    advance(prediction, state, 101 + at, input);
    body = server(state, body, [RIGHT], 101 + at, 1000 + at * 10);
    const flags = SNAPSHOT_FLAGS.keyframe + (input === still ? SNAPSHOT_FLAGS.unheard : 0);
    receive(state, snapshot(101 + at, { flags, own: told(body, 1010 + at * 10) }), at * 16);
    rebase(prediction, state, 0);
  });
  expect(prediction.corrections.exact).toBe(2);
  expect(prediction.corrections.causes).toMatchObject({ starved: 2, unexplained: 0 });
});

test('out_of_play_nothing_is_predicted', () => {
  const { state, prediction } = begun();
  receive(state, snapshot(102, { own: own({ life: -100 }) }), 16);
  rebase(prediction, state, 0);
  advance(prediction, state, 103, RIGHT);
  expect(prediction.body).toBeNull();
});

test('a_tuning_holds_from_its_tick_on_and_not_before', () => {
  const { state, prediction } = begun();
  receive(state, tuningMessage(110, { 7: 40 * 256 }), 10);
  expect(tuningAt(state, 109)?.body.topSpeed).toBe(81_920);
  expect(tuningAt(state, 110)?.body.topSpeed).toBe(40 * 256);
  for (let tick = 101; tick <= 140; tick++) {
    advance(prediction, state, tick, RIGHT);
    if (tick === 109) {
      expect(prediction.body?.velocity.x).toBe(81_920);
    }
  }
  expect(prediction.body?.velocity.x).toBe(40 * 256);
});

test('a_change_of_rate_changes_the_length_of_the_step_at_its_tick', () => {
  const { state } = begun();
  receive(state, tuningMessage(105, { 0: 30 }), 10);
  const lengths = [104, 105].map((tick) => {
    const tuning = tuningAt(state, tick);
    return tuning === null ? 0 : stepOf(tuning);
  });
  expect(lengths).toEqual([10, 20]);
});

test('the_drawn_body_moves_between_two_ticks', () => {
  const { state, prediction } = begun();
  for (let tick = 101; tick <= 110; tick++) {
    advance(prediction, state, tick, RIGHT);
  }
  const at = [0, 0.25, 0.5, 0.75, 1].map((share) => drawn(prediction, state, RIGHT, share, 0)?.place.x ?? 0);
  const steps = at.slice(1).map((x, index) => x - (at[index] ?? 0));
  expect(Math.min(...steps)).toBeGreaterThan(300);
  advance(prediction, state, 111, RIGHT);
  expect(prediction.body?.place.x).toBe(at[4]);
});

/** Seat 0 is the own one: who plays there? */
function plays(state: State, bot: number): void {
  receive(state, { kind: 'roster', players: [{ seat: 0, name: 'Anna', team: null, bot, mark: 0 }] }, 0);
}

test('while_a_bot_plays_in_the_own_seat_nothing_is_predicted_until_the_own_inputs_count_again', () => {
  const { state, prediction } = begun();
  state.welcome = {
    kind: 'welcome',
    build: '',
    node: 0,
    room: 1,
    epoch: 1,
    seat: 0,
    code: 'BCDFG',
    seats: 8,
    map: '',
    token: null,
    hold: 25,
    holdHidden: 120,
    link: null,
  };
  plays(state, BOT_FOR_PERSON);
  const inputs = [RIGHT, RIGHT, RIGHT];
  inputs.forEach((input, at) => advance(prediction, state, 101 + at, input));
  expect(prediction).toMatchObject({ tick: 103, body: { place: { x: 400 * 256, y: 300 * 256 } } });
  receive(state, snapshot(102, { own: own({ x: 390 * 256 }) }), 20);
  rebase(prediction, state, 0);
  expect(prediction).toMatchObject({ body: { place: { x: 390 * 256 } } });
  expect(prediction.corrections.exact + corrected(prediction.corrections)).toBe(0);
  plays(state, PERSON);
  rebase(prediction, state, 0);
  const from = bodyOf(own({ x: 390 * 256 }), 1000);
  expect(prediction.body?.place).toEqual(server(state, from, [RIGHT], 103, 1000).place);
});

test.each([
  ['walks', 410, 0, { x: 405 * 256, y: 300 * 256 }],
  ['returns_elsewhere', 700, 0, { x: 700 * 256, y: 300 * 256 }],
  ['dies', 410, -100, undefined],
])('a_lent_body_that_%s_is_drawn_between_two_snapshots', (_what, x, life, place) => {
  const pair = { older: snapshot(100), newer: snapshot(102, { own: own({ x: x * 256, life }) }), share: 0.5 };
  expect(lentBody(pair)?.place).toEqual(place);
});
