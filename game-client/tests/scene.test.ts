/** The picture of a death, and the hits that led to it. */
import { expect, test } from 'vitest';
import { bodiesOf, frameAround, ownPlaceAt, sceneOf } from '../src/predict/scene.ts';
import { stepMs, tuningAt } from '../src/predict/tuning.ts';
import type { WireEvent } from '../src/protocol/messages.gen.ts';
import type { Tuning } from '../src/sim/tuning.gen.ts';
import { receive } from '../src/state/receive.ts';
import { newState, type State } from '../src/state/state.ts';
import { shootersOf } from '../src/ui/recap.ts';
import { leftWords, viewWords } from '../src/ui/words.ts';
import { tuningMessage } from './tunings.ts';
import { own, piece, snapshot } from './worlds.ts';

const [ANNA, BEN, CLEO] = [0, 1, 2];
/** Anna walks 4 units a tick to the right, and is told of every second tick. */
const PACE = 4;
const placeAt = (tick: number): { x: number; y: number } => ({ x: 100 + PACE * tick, y: 300 });

function playing(): State {
  const state = newState();
  receive(state, { kind: 'welcome', node: 0, room: 1, epoch: 0, seat: ANNA, code: '', map: '' } as never, 0);
  receive(state, tuningMessage(0), 0);
  const players = ['Anna', 'Ben', 'Cleo'].map((name, seat) => ({ seat, name, team: null, bot: 0, mark: 0 }));
  receive(state, { kind: 'roster', players }, 0);
  for (let tick = 2; tick <= 40; tick += 2) {
    walk(state, tick);
  }
  return state;
}

function walk(state: State, tick: number, ...events: WireEvent[]): void {
  const { x, y } = placeAt(tick);
  const players = [piece(BEN, 600, 500, { health: 38 })];
  receive(state, snapshot(tick, { own: own({ x: x * 256, y: y * 256 }), players, events }), tick * 10);
}

function at(tick: number): { x8: number; y8: number } {
  const { x, y } = placeAt(tick);
  return { x8: x * 8, y8: y * 8 };
}

function hurt(tick: number, over: Partial<WireEvent & { kind: 'hurt' }> = {}): WireEvent {
  const plain = { ago: 0, seat: ANNA, by: BEN, weapon: 1, damage: 70, seen: 0, covered: 0 };
  return { kind: 'hurt', ...plain, ...at(tick), ...over };
}

const killed = (tick: number, weapon = 1, by: number | null = BEN): WireEvent => ({
  ...{ kind: 'killed', ago: 0, seat: ANNA, by, weapon },
  ...at(tick),
});

function tuned(state: State): Tuning {
  const tuning = tuningAt(state, 0);
  if (tuning === null) {
    throw new Error('the tests have a tuning');
  }
  return tuning;
}

test.each([
  [10, 10],
  [11, 11],
  [12.5, 12.5],
  [40, 40],
  // Newer than what is known: where one was last.
  [60, 40],
])('at_tick_%d_one_was_where_the_snapshots_around_it_say', (tick, where) => {
  expect(ownPlaceAt(playing().snapshots, tick)).toEqual(placeAt(where));
});

test('before_what_is_kept_and_out_of_play_one_was_nowhere', () => {
  expect(ownPlaceAt(playing().snapshots, 1)).toBeNull();
  expect(ownPlaceAt([snapshot(4, { own: null })], 4)).toBeNull();
  expect(ownPlaceAt([], 4)).toBeNull();
});

test('the_killer_saw_one_where_one_was_so_long_ago', () => {
  const state = playing();
  const ago = 6 * stepMs(tuned(state));
  walk(state, 42, hurt(42, { seen: ago }), killed(42));
  const { death } = state;
  if (death === null) {
    throw new Error('Anna died');
  }
  const scene = sceneOf(state, death, tuned(state));
  expect(scene.fell).toEqual(placeAt(42));
  expect(scene.seen).toEqual(placeAt(36));
  expect(scene.killer).toEqual({ x: 600, y: 500 });
  // Nobody saw the shot: it came from there to where one was seen.
  expect(scene.shot).toEqual([scene.killer, scene.seen]);
  expect(viewWords(death, scene)).toBe('Dashed: where Ben saw you 100 ms ago, 2.4 m off');
  expect(leftWords(death)).toBe('Ben had 38 health left.');
});

test('a_hit_in_the_present_has_one_view', () => {
  const state = playing();
  walk(state, 42, hurt(42), killed(42));
  const { death } = state;
  const scene = death === null ? null : sceneOf(state, death, tuned(state));
  expect(scene?.seen).toBeNull();
  expect(death === null || scene === null ? '?' : viewWords(death, scene)).toBe('');
});

test('a_ray_is_drawn_along_its_corners', () => {
  const state = playing();
  const corners = [
    { x8: 600 * 8, y8: 500 * 8 },
    { x8: 300 * 8, y8: 100 * 8 },
    { x8: 200 * 8, y8: 300 * 8 },
  ];
  const lashed: WireEvent = { kind: 'lashed', ago: 0, seat: BEN, weapon: 1, corners, slack: null };
  walk(state, 42, lashed, { ...lashed, seat: CLEO, corners: corners.slice(1) }, hurt(42), killed(42));
  const scene = state.death === null ? null : sceneOf(state, state.death, tuned(state));
  expect(scene?.shot).toEqual([
    { x: 600, y: 500 },
    { x: 300, y: 100 },
    { x: 200, y: 300 },
  ]);
});

test('a_projectile_is_drawn_from_where_it_was_first_seen_to_where_it_met_one', () => {
  const state = playing();
  const id = { id: 9, generation: 3 };
  const fired: WireEvent = {
    ...{ kind: 'fired', ago: 0, ...id, seat: BEN, weapon: 0, angle: 0, forward: 0 },
    ...{ x8: 580 * 8, y8: 480 * 8 },
  };
  walk(state, 42, fired);
  const ended: WireEvent = { kind: 'shotEnded', ago: 0, ...id, end: 1, seat: ANNA, forward: 0, ...at(44) };
  walk(state, 44, ended, hurt(44, { weapon: 0 }), killed(44, 0));
  const scene = state.death === null ? null : sceneOf(state, state.death, tuned(state));
  expect(scene?.shot).toEqual([{ x: 580, y: 480 }, placeAt(44)]);
});

test('of_a_death_by_nobody_there_is_the_place_alone', () => {
  const state = playing();
  walk(state, 42, killed(42, 0, null));
  const scene = state.death === null ? null : sceneOf(state, state.death, tuned(state));
  expect(scene).toEqual({ fell: placeAt(42), killer: null, seen: null, shot: [] });
});

test.each([
  [
    'far_apart',
    [
      { x: 0, y: 0 },
      { x: 900, y: 100 },
    ],
  ],
  [
    'one_above_the_other',
    [
      { x: 50, y: 0 },
      { x: 50, y: 700 },
    ],
  ],
  ['at_one_place', [{ x: 50, y: 60 }]],
])('a_frame_shows_what_is_%s_in_its_middle', (_name, places) => {
  const [wide, high] = [220, 140];
  const { x, y, scale } = frameAround(places, wide, high);
  for (const place of places) {
    const [left, top] = [(place.x - x) * scale, (place.y - y) * scale];
    expect(left).toBeGreaterThan(8);
    expect(left).toBeLessThan(wide - 8);
    expect(top).toBeGreaterThan(8);
    expect(top).toBeLessThan(high - 8);
  }
  const middle = (side: 'x' | 'y'): number =>
    (Math.min(...places.map((place) => place[side])) + Math.max(...places.map((place) => place[side]))) / 2;
  expect((middle('x') - x) * scale).toBeCloseTo(wide / 2, 6);
  expect((middle('y') - y) * scale).toBeCloseTo(high / 2, 6);
});

test('two_that_stand_close_are_not_drawn_larger_than_life', () => {
  const near = frameAround([{ x: 100, y: 100 }], 220, 140);
  const touching = frameAround(
    [
      { x: 100, y: 100 },
      { x: 110, y: 100 },
    ],
    220,
    140,
  );
  expect([near.scale, touching.scale]).toEqual([220 / 360, 220 / 360]);
  expect(bodiesOf({ fell: { x: 1, y: 2 }, killer: null, seen: null, shot: [] })).toEqual([{ x: 1, y: 2 }]);
});

test('the_hits_of_a_life_are_summed_by_shooter_and_begin_anew_with_the_next_life', () => {
  const state = playing();
  walk(state, 42, hurt(42, { by: CLEO, weapon: 0, damage: 14 }), hurt(42, { weapon: 0, damage: 14 }));
  walk(
    state,
    44,
    hurt(44),
    hurt(44, { by: CLEO, weapon: 0, damage: 14 }),
    hurt(44, { damage: 0 }),
    killed(44),
  );
  const shooters = shootersOf(state.death?.taken ?? []);
  expect(shooters.map(({ name, damage, by }) => [name, damage, [...by]])).toEqual([
    [
      'Ben',
      84,
      [
        [0, 14],
        [1, 70],
      ],
    ],
    ['Cleo', 28, [[0, 28]]],
  ]);
  walk(state, 46, { kind: 'spawned', ago: 0, seat: BEN, ...at(46) });
  expect(state.taken.length).toBe(4);
  walk(state, 48, { kind: 'spawned', ago: 0, seat: ANNA, ...at(48) });
  walk(state, 50, hurt(50), killed(50));
  expect(shootersOf(state.death?.taken ?? []).map(({ damage }) => damage)).toEqual([70]);
});
