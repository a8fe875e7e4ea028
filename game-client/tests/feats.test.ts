/** Streaks, revenges and assists, as far as a client can know them. */
import { beforeEach, expect, test } from 'vitest';
import type { WireEvent } from '../src/protocol/messages.gen.ts';
import { deedsOf } from '../src/state/deeds.ts';
import { HELP_MS } from '../src/state/feats.ts';
import { receive } from '../src/state/receive.ts';
import { newState, type State } from '../src/state/state.ts';
import { bestOf } from '../src/ui/best.ts';
import { assistsOf } from '../src/ui/table.ts';
import { momentWords } from '../src/ui/words.ts';
import { tuningAt } from '../src/predict/tuning.ts';
import { tuningMessage } from './tunings.ts';
import { snapshot } from './worlds.ts';

const [ANNA, BEN, CLEO, DAN] = [0, 1, 2, 3];
const NAMES = ['Anna', 'Ben', 'Cleo', 'Dan'];
const HERE = { ago: 0, weapon: 0, x8: 8, y8: 8 };

let state: State;
let tick = 0;

/** Anna is oneself. */
beforeEach(() => {
  state = newState();
  tick = 0;
  receive(state, { kind: 'welcome', node: 0, room: 1, epoch: 0, seat: ANNA, code: '', map: '' } as never, 0);
  receive(state, tuningMessage(0), 0);
  seated(...NAMES);
  begin(1);
});

function seated(...names: string[]): void {
  receive(
    state,
    { kind: 'roster', players: names.map((name, seat) => ({ seat, name, team: null, bot: 0, mark: 0 })) },
    0,
  );
}

function begin(number: number): void {
  const match = { number, tick: 0, seed: 0, phase: 2, left: 600, mode: 0, winner: null, ended: 0, map: '0' };
  receive(state, { kind: 'match', ...match }, 0);
}

function happen(atMs: number, ...events: WireEvent[]): void {
  tick += 1;
  receive(state, snapshot(tick, { events }), atMs);
}

function hurt(atMs: number, seat: number, by: number | null, damage = 14): void {
  happen(atMs, { kind: 'hurt', seat, by, damage, seen: 0, covered: 0, ...HERE });
}

/** Kills, one after the other: the victim and the killer. */
function kill(...pairs: readonly (readonly [number, number | null])[]): void {
  pairs.forEach(([seat, by]) => happen(tick * 10, { kind: 'killed', seat, by, ...HERE }));
}

const feats = (): unknown[] => state.feed.map((line) => line.feats);
const said = (): string[] => state.moments.map((moment) => momentWords(moment).join(': '));

test('a_streak_is_kills_without_a_death_and_is_said_at_three_five_and_eight', () => {
  kill(...Array.from({ length: 8 }, (_, at) => [1 + (at % 3), ANNA] as const));
  expect(said()).toEqual([
    'ON A ROLL: 3 unravelled in one life',
    'TIGHTLY WOUND: 5 unravelled in one life',
    'UNBROKEN THREAD: 8 unravelled in one life',
  ]);
  kill([ANNA, BEN], [CLEO, ANNA]);
  expect(deedsOf(state, ANNA)).toMatchObject({ streak: 1, bestStreak: 8 });
});

test('of_others_a_streak_is_in_the_feed_and_not_written_large', () => {
  kill([ANNA, BEN], [CLEO, BEN], [DAN, BEN]);
  expect(said()).toEqual([]);
  expect(feats().at(-1)).toMatchObject({ streak: 3 });
});

test('revenge_is_to_kill_who_killed_one_last_and_is_taken_once', () => {
  kill([ANNA, BEN], [ANNA, CLEO], [BEN, ANNA]);
  expect(said()).toEqual([]);
  kill([CLEO, ANNA], [CLEO, ANNA]);
  // The third kill in one life says both; the next has nothing to pay back.
  expect(said()).toEqual(['REVENGE: Cleo had unravelled you last', 'ON A ROLL: 3 unravelled in one life']);
  expect(state.feed.map((line) => line.feats.revenge)).toEqual([false, false, false, true, false]);
});

test('a_streak_that_is_a_revenge_says_so', () => {
  kill([ANNA, DAN], [BEN, ANNA], [CLEO, ANNA], [DAN, ANNA]);
  expect(said()).toEqual(['ON A ROLL: 3 in one life, and revenge on Dan']);
});

test('who_hurt_the_victim_lately_has_helped_and_the_killer_has_not', () => {
  hurt(0, DAN, CLEO);
  hurt(1000, DAN, ANNA);
  hurt(1000, DAN, BEN);
  happen(HELP_MS + 500, { kind: 'killed', seat: DAN, by: BEN, ...HERE });
  // Cleo's hit was too long ago.
  expect(state.feed[0]?.feats.helpers).toEqual([ANNA]);
  expect([ANNA, BEN, CLEO].map((seat) => deedsOf(state, seat).assists)).toEqual([1, 0, 0]);
});

test('a_hit_helps_with_one_death_only_and_one_that_took_nothing_with_none', () => {
  hurt(0, DAN, ANNA);
  hurt(0, CLEO, ANNA, 0);
  hurt(0, BEN, null);
  kill([DAN, BEN], [DAN, BEN], [CLEO, BEN], [BEN, CLEO]);
  expect(deedsOf(state, ANNA).assists).toBe(1);
});

test('the_own_assists_are_certain_and_those_of_others_at_least_what_was_seen', () => {
  hurt(0, DAN, ANNA);
  hurt(0, DAN, CLEO);
  kill([DAN, BEN]);
  expect([ANNA, BEN, CLEO].map((seat) => assistsOf(state, seat))).toEqual(['1', '–', '1+']);
});

test('another_match_and_another_player_in_the_seat_owe_nothing', () => {
  hurt(0, DAN, ANNA);
  kill([ANNA, BEN], [CLEO, BEN], [ANNA, BEN]);
  begin(2);
  kill([DAN, CLEO], [BEN, ANNA]);
  expect(deedsOf(state, ANNA).assists).toBe(0);
  expect(said()).toEqual([]);
  kill([ANNA, BEN]);
  seated('Anna', 'Eve', 'Cleo', 'Dan');
  expect(deedsOf(state, BEN)).toMatchObject({ streak: 0, bestStreak: 0 });
  kill([BEN, ANNA]);
  expect(said()).toEqual([]);
});

function bests(): (string | undefined)[] {
  const tuning = tuningAt(state, 0);
  return tuning === null ? [] : [...bestOf(state, tuning).values()].map((praise) => praise?.words);
}

test('nobody_gets_two_awards_and_nobody_gets_what_another_one_has_as_much_of', () => {
  const picked: WireEvent = { kind: 'picked', ago: 0, pickup: 0, seat: CLEO, wait: 600 };
  happen(0, picked, picked);
  kill([CLEO, BEN], [DAN, BEN], [CLEO, BEN], [BEN, ANNA]);
  const rows = [
    [900, 1, 0],
    [900, 3, 1],
    [500, 0, 2],
    [0, 0, 1],
  ] as const;
  const scores = rows.map(([longest, kills, deaths], seat) => ({ seat, thread: 0, longest, kills, deaths }));
  receive(state, { kind: 'scores', scores }, 0);
  // Ben's is the best streak as well, Anna's tail is no longer than Ben's, and Dan did nothing.
  expect(bests()).toEqual(['Never unravelled', 'Most kills: 3', 'Most things picked up: 2', undefined]);
});

test('two_who_did_as_much_have_each_done_it_and_none_most_of_it', () => {
  const scores = [3, 3, 1, 1].map((kills, seat) => ({ seat, thread: 0, longest: 0, kills, deaths: 1 }));
  receive(state, { kind: 'scores', scores }, 0);
  expect(bests()).toEqual(['3 kills', '3 kills', '1 kill', '1 kill']);
});
