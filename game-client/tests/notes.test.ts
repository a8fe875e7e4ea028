import { expect, test } from 'vitest';
import type { WireEvent } from '../src/protocol/messages.gen.ts';
import { receive } from '../src/state/receive.ts';
import { bearing, compassOf } from '../src/state/notes.ts';
import { newState, type State } from '../src/state/state.ts';
import { bestOf, longestTail } from '../src/ui/best.ts';
import { phaseWords } from '../src/ui/clock.ts';
import { deathWords, metres, momentWords, weaponName, wholeMetres } from '../src/ui/words.ts';
import { workingOf } from '../src/ui/arms.ts';
import { tuningAt } from '../src/predict/tuning.ts';
import { tuningMessage } from './tunings.ts';
import { piece, snapshot } from './worlds.ts';

const OWN = 0;
const NAMES = ['Anna', 'Ben', 'Cleo'];
const HERE = { x8: 400 * 8, y8: 300 * 8 };

/** Anna's state in a match of three that has just begun. */
function playing(phase = 2): State {
  const state = newState();
  const place = { node: 0, room: 1, epoch: 0, build: '', code: 'BCDFG', map: '' };
  receive(state, { kind: 'welcome', version: 2, ...place, match: 1, seat: OWN, token: null } as never, 0);
  receive(state, tuningMessage(0), 0);
  receive(
    state,
    { kind: 'roster', players: NAMES.map((name, seat) => ({ seat, name, team: null, bot: 0, mark: 0 })) },
    0,
  );
  begin(state, 1, phase);
  return state;
}

function begin(state: State, number: number, phase: number): void {
  receive(
    state,
    { kind: 'match', number, tick: 0, seed: 0, phase, left: 600, mode: 0, winner: null, ended: 0, map: '0' },
    0,
  );
}

/** What a snapshot says in which Ben stands there. */
function happen(
  state: State,
  tick: number,
  ben: readonly [number, number] | null,
  ...events: WireEvent[]
): void {
  const players = ben === null ? [] : [piece(1, ben[0], ben[1])];
  receive(state, snapshot(tick, { players, events }), tick * 10);
}

const hurt = (by: number | null, damage = 14): WireEvent => ({
  kind: 'hurt',
  ago: 0,
  seat: OWN,
  by,
  weapon: 0,
  damage,
  seen: 0,
  covered: 0,
  ...HERE,
});
const killed = (seat: number, by: number | null, weapon = 1): WireEvent => ({
  kind: 'killed',
  ago: 0,
  seat,
  by,
  weapon,
  ...HERE,
});
const dropped = (seat: number, amount: number, great = 0): WireEvent => ({
  kind: 'dropped',
  ago: 0,
  id: 5,
  seat,
  ...HERE,
  seed: 1,
  amount,
  lies: 600,
  great,
});

test.each([
  [[0, -1], 'n'],
  [[1, -1], 'ne'],
  [[1, 0], 'e'],
  [[1, 1], 'se'],
  [[0, 1], 's'],
  [[-1, 1], 'sw'],
  [[-1, 0], 'w'],
  [[-1, -1], 'nw'],
  [[-0.1, -1], 'n'],
] as const)('towards_%j_is_%s', ([x, y], way) => {
  expect(compassOf(bearing({ x: 7, y: 9 }, { x: 7 + x, y: 9 + y }))).toBe(way);
});

test('a_hit_points_to_where_the_shooter_was_seen', () => {
  const state = playing();
  happen(state, 1, [700, 300], hurt(1));
  expect(state.hits.get(1)?.angle).toBeCloseTo(Math.PI / 2, 6);
  // Out of view by now, but seen a moment ago.
  happen(state, 2, null, hurt(1));
  expect(state.hits.get(1)).toMatchObject({ atMs: 20 });
});

test('a_hit_by_nobody_by_a_blast_that_only_pushes_or_from_out_of_sight_points_nowhere', () => {
  const state = playing();
  happen(state, 1, [700, 300], hurt(null), hurt(1, 0), hurt(2));
  expect(state.hits.size).toBe(0);
});

test.each([
  [
    [700, 300],
    killed(OWN, 1),
    ['by Ben', 'with the Needle, from 30 m to the east', '', 'You dropped 12.5 m of thread.'],
  ],
  [
    [400, 180],
    killed(OWN, 1, 0),
    ['by Ben', 'with the Stitcher, from 12 m to the north', '', 'You dropped 12.5 m of thread.'],
  ],
  [
    null,
    killed(OWN, 2),
    ['by Cleo', 'with the Needle, from out of sight', '', 'You dropped 12.5 m of thread.'],
  ],
  [null, killed(OWN, null), ['by nobody in particular', '', '', 'You dropped 12.5 m of thread.']],
] as const)('from_%j_a_death_says_by_whom_with_what_from_where_and_what_it_cost', (ben, event, words) => {
  const state = playing();
  happen(state, 1, ben, event, dropped(OWN, 1250));
  expect(deathWords(state.death, tuningAt(state, 1))).toEqual(words);
});

test.each([
  [{ seen: 141, covered: 83 }, 'You were behind cover for 83 ms; Ben saw you 141 ms ago.'],
  [{ seen: 180, covered: 0 }, 'Ben saw you where you were 180 ms ago.'],
  [{ seen: 100, covered: 0 }, ''],
])('a_death_by_a_view_of_%j_ms_says_%s', (view, words) => {
  const state = playing();
  happen(state, 1, [700, 300], { ...hurt(1), ...view } as WireEvent, killed(OWN, 1));
  expect(deathWords(state.death, tuningAt(state, 1))[2]).toBe(words);
});

test('thread_that_others_drop_is_not_the_own_loss', () => {
  const state = playing();
  happen(state, 1, null, killed(OWN, 1), dropped(2, 800));
  happen(state, 2, null, dropped(OWN, 900));
  expect(state.death?.dropped).toBe(0);
});

test('a_slip_is_told_to_both_whom_it_concerns_and_the_leaders_fall_to_all', () => {
  const state = playing();
  const slipped = (seat: number, by: number): WireEvent => ({ kind: 'slipped', ago: 0, seat, by, ...HERE });
  happen(
    state,
    1,
    null,
    slipped(OWN, 1),
    slipped(2, OWN),
    slipped(1, 2),
    dropped(1, 4000, 1),
    dropped(1, 500),
  );
  expect(state.moments.map(momentWords)).toEqual([
    ['SLIP', "Ben's needle went slack"],
    ['SLIP', 'Cleo slipped your needle'],
    ['THE GREAT UNRAVEL', 'Ben fell: 40.0 m of thread run out'],
  ]);
});

function scores(
  state: State,
  ...rows: readonly (readonly [thread: number, longest: number, kills: number])[]
): void {
  const told = rows.map(([thread, longest, kills], seat) => ({ seat, thread, longest, kills, deaths: 1 }));
  receive(state, { kind: 'scores', scores: told }, 0);
}

function bests(state: State): string[] {
  const tuning = tuningAt(state, 0);
  return tuning === null ? [] : [...bestOf(state, tuning).values()].map((praise) => praise?.words ?? '');
}

test('each_player_is_praised_for_what_sets_them_apart', () => {
  const state = playing();
  scores(state, [500, 3000, 3], [1000, 2900, 9], [0, 2800, 0]);
  expect(bests(state)).toEqual(['Longest tail: 30.0 m', 'Most kills: 9', 'a tail of 28.0 m']);
  happen(state, 1, null, dropped(2, 800), { kind: 'wound', ago: 0, id: 5, bit: 3, seat: 2 });
  happen(state, 2, null, killed(1, OWN), { kind: 'slipped', ago: 0, seat: 1, by: 2, ...HERE });
  expect(bests(state)).toEqual(['Longest tail: 30.0 m', 'Most slips seen: 1', 'Most thread wound: 1.0 m']);
});

test('who_did_nothing_is_praised_for_nothing', () => {
  const state = playing();
  scores(state, [0, 0, 0], [0, 0, 0], [0, 0, 0]);
  expect(bests(state)).toEqual(['', '', '']);
  expect(longestTail(state)).toBeNull();
});

test('the_longest_tail_is_that_of_the_match_and_not_of_its_end', () => {
  const state = playing();
  scores(state, [500, 900, 0], [300, 4120, 0], [700, 700, 0]);
  expect(longestTail(state)).toEqual({ seat: 1, cm: 4120 });
});

test('what_was_done_counts_for_one_match_and_is_whole_only_from_its_start_on', () => {
  const late = playing(0);
  expect(late.deedsWhole).toBe(false);
  happen(late, 1, null, killed(1, OWN));
  begin(late, 2, 0);
  expect([late.deeds.size, late.deedsWhole]).toEqual([0, true]);
  begin(late, 2, 0);
  expect(late.deedsWhole).toBe(true);
  // Loose thread is told anew where events were lost.
  receive(late, { kind: 'loose', drops: [], waits: [] }, 0);
  expect(late.deedsWhole).toBe(false);
});

test.each([
  [2, 4, 'phase.warmup'],
  [0, 100, null],
  [0, 30, 'phase.last'],
  [3, 60, 'phase.suddenDeath'],
  [1, 9, 'phase.results'],
] as const)('phase_%i_with_%i_s_left_says_%s', (phase, seconds, key) => {
  expect(phaseWords(phase, seconds)).toBe(key);
});

test('a_hand_charges_a_ray_and_reloads', () => {
  const tuning = tuningAt(playing(), 0);
  const ray = tuning?.weapons.find(({ kind }) => kind === 'ray');
  if (ray === undefined) {
    throw new Error('the tuning of the tests has a ray');
  }
  const arms = { weapon: 1, clips: [12, 1], ready: 0, reloadEnds: 0, chargedSince: 0, shots: 0 };
  expect(workingOf(arms, ray, 1000)).toEqual({ charged: null, reloaded: null });
  expect(workingOf({ ...arms, chargedSince: 1000 }, ray, 1120)).toMatchObject({ charged: 0.5 });
  expect(workingOf({ ...arms, reloadEnds: 1210 }, ray, 1000)).toMatchObject({ reloaded: 0.75 });
});

test('figures_and_names_in_words', () => {
  expect([metres(1234), metres(0), wholeMetres(6000), wholeMetres(6050)]).toEqual([
    '12.3',
    '0.0',
    '60',
    '60.5',
  ]);
  expect([weaponName('needle'), weaponName('long_bow')]).toEqual(['Needle', 'Long bow']);
});
