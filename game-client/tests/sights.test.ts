/** What the map in the corner and the marks of own hits are made of. */
import { expect, test } from 'vitest';
import { tuningAt } from '../src/predict/tuning.ts';
import type { WireEvent } from '../src/protocol/messages.gen.ts';
import { readyMap } from '../src/sim/map.ts';
import { receive } from '../src/state/receive.ts';
import { newState, type State } from '../src/state/state.ts';
import {
  addDamage,
  MARK_MS,
  markAfter,
  strikeOf,
  STRIKES,
  type Damage,
  type StrikeKind,
} from '../src/ui/hitmarks.ts';
import { marksOf, type Mark } from '../src/ui/minimap.ts';
import { inPicture } from '../src/ui/sight.ts';
import { layoutOf } from '../src/view/layout.ts';
import { tuningMessage } from './tunings.ts';
import { FIELD, own, piece, snapshot } from './worlds.ts';

const [OWN, BEN] = [0, 1];
const MAP = readyMap({
  ...FIELD,
  pickups: [
    ['spool', 100, 200],
    ['battery', 300, 400],
    ['no such', 1, 1],
  ],
});
/** A spool comes back so long after it was taken. */
const SPOOL_MS = 15_000;

function seeing(over: Parameters<typeof snapshot>[1]): State {
  const state = newState();
  receive(state, { kind: 'welcome', node: 0, room: 1, epoch: 0, seat: OWN, code: '', map: '' } as never, 0);
  receive(state, tuningMessage(0), 0);
  receive(state, snapshot(2, over), 1000);
  return state;
}

function marks(state: State, nowMs: number): Mark[] {
  const tuning = tuningAt(state, 0);
  return tuning === null ? [] : marksOf(state, MAP, tuning, nowMs);
}

function only(state: State, nowMs: number, ...kinds: readonly Mark['kind'][]): Mark[] {
  return marks(state, nowMs).filter(({ kind }) => kinds.includes(kind));
}

test('the_map_has_oneself_and_the_living_whom_a_snapshot_shows', () => {
  const players = [piece(BEN, 500, 100), piece(2, 50, 60, { flags: 0 })];
  expect(only(seeing({ players }), 1000, 'player', 'self')).toEqual([
    { kind: 'player', seat: BEN, x: 500, y: 100 },
    { kind: 'self', seat: OWN, x: 400, y: 300 },
  ]);
  expect(only(seeing({ own: own({ life: -500 }) }), 1000, 'player', 'self')).toEqual([]);
  expect(only(seeing({ own: null }), 1000, 'self')).toEqual([]);
});

test('a_thing_lies_there_or_its_arc_closes_until_it_does', () => {
  const taken: WireEvent = { kind: 'picked', ago: 0, pickup: 0, seat: BEN, wait: (SPOOL_MS * 600) / 1000 };
  const state = seeing({ events: [taken] });
  const shares = (nowMs: number): number[] =>
    marks(state, nowMs).flatMap((mark) => (mark.kind === 'pickup' ? [mark.share] : []));
  // The battery lies there; what no tuning knows is on no map.
  expect(shares(1000)).toEqual([0, 1]);
  expect(shares(1000 + SPOOL_MS * 0.75)[0]).toBeCloseTo(0.75, 6);
  expect(shares(1000 + SPOOL_MS)).toEqual([1, 1]);
  expect(shares(1000 + 2 * SPOOL_MS)).toEqual([1, 1]);
});

test('of_loose_thread_the_map_has_what_is_left_of_great_drops', () => {
  const drop = { kind: 'dropped', ago: 0, seat: BEN, x8: 3200, y8: 2400, seed: 7, amount: 4000 } as const;
  const state = seeing({
    events: [
      { ...drop, id: 1, lies: 6000, great: 0 },
      { ...drop, id: 2, lies: 6000, great: 1 },
      { kind: 'wound', ago: 0, id: 2, bit: 3, seat: OWN },
    ],
  });
  expect(only(state, 1000, 'thread').length).toBe(7);
  expect(only(state, 11_001, 'thread').length).toBe(0);
});

const there = { x8: 80, y8: 160 };
const shot = { ago: 0, seat: BEN, by: OWN, weapon: 0, ...there };
const HURT: WireEvent = { kind: 'hurt', ...shot, damage: 14, seen: 0, covered: 0 };

test.each<[string, WireEvent, StrikeKind | null]>([
  ['a_hit', HURT, 'hit'],
  ['a_push_that_takes_nothing', { ...HURT, damage: 0 }, null],
  ['a_hit_of_anothers', { ...HURT, by: 2 }, null],
  ['a_hit_of_ones_own_on_oneself', { ...HURT, seat: OWN }, null],
  ['a_kill', { kind: 'killed', ...shot }, 'kill'],
  ['a_kill_of_nobodys', { kind: 'killed', ...shot, by: null }, null],
  ['a_shield', { kind: 'blocked', ...shot, damage: 14 }, 'stopped'],
  ['a_dash', { kind: 'refused', ago: 0, seat: BEN, by: OWN, ...there }, 'refused'],
  ['a_slip', { kind: 'slipped', ago: 0, seat: BEN, by: OWN, ...there }, 'refused'],
])('%s_is_marked', (_name, event, kind) => {
  expect(strikeOf(event, OWN)?.kind ?? null).toBe(kind);
  expect(strikeOf(event, null)).toBeNull();
});

const struck = (kind: StrikeKind, damage: number, seat = BEN): Parameters<typeof addDamage>[1] => ({
  ...{ kind, seat, damage },
  ...{ x: 10, y: 20 },
});

test('a_number_that_stands_grows_and_another_begins_when_it_is_gone', () => {
  const numbers: Damage[] = [];
  addDamage(numbers, struck('hit', 14), 0);
  addDamage(numbers, struck('hit', 14), 700);
  addDamage(numbers, struck('hit', 9, 2), 700);
  addDamage(numbers, struck('kill', 0), 710);
  addDamage(numbers, struck('stopped', 0), 710);
  expect(numbers.map(({ damage, kills }) => [damage, kills])).toEqual([
    [28, true],
    [9, false],
  ]);
  addDamage(numbers, struck('hit', 5), 1500);
  expect(numbers.map(({ damage }) => damage)).toEqual([28, 9, 5]);
  for (let seat = 10; seat < 40; seat++) {
    addDamage(numbers, struck('hit', 1, seat), 1500);
  }
  expect(numbers.length).toBe(8);
});

test('a_mark_gives_way_only_to_one_that_says_more', () => {
  const kill = { kind: 'kill', atMs: 0 } as const;
  expect(markAfter(null, 'refused', 5)).toEqual({ kind: 'refused', atMs: 5 });
  expect(markAfter(kill, 'hit', 100)).toBe(kill);
  expect(markAfter(kill, 'hit', 400)).toEqual({ kind: 'hit', atMs: 400 });
  expect(markAfter({ kind: 'hit', atMs: 0 }, 'kill', 100)).toEqual({ kind: 'kill', atMs: 100 });
});

test('whatever_hits_no_mark_appears_more_than_three_times_a_second', () => {
  const seed = Date.now() % 100_000;
  let state = seed;
  const chance = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  const appeared: number[] = [];
  let standing: ReturnType<typeof markAfter> | null = null;
  for (let nowMs = 0; nowMs < 60_000; nowMs += 5 + chance() * 500) {
    const before: typeof standing = standing;
    standing = markAfter(before, STRIKES[Math.floor(chance() * STRIKES.length)] ?? 'hit', nowMs);
    if (before === null || nowMs - before.atMs >= MARK_MS) {
      appeared.push(nowMs);
    }
  }
  const most = Math.max(...appeared.map((at) => appeared.filter((to) => to >= at && to < at + 1000).length));
  expect(most, `seed ${seed}`).toBeLessThanOrEqual(3);
});

test('a_place_of_the_world_stands_where_the_picture_shows_it', () => {
  const layout = layoutOf(1600, 900, 1600 * 900);
  const sight = { middle: { x: 1000, y: 500 }, layout };
  expect(inPicture(sight, { x: 1000, y: 500 })).toEqual({ x: 800, y: 450 });
  expect(inPicture(sight, { x: 1100, y: 450 })).toEqual({ x: 900, y: 400 });
});
