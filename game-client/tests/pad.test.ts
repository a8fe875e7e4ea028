/** What a match does to a pad and its aim: help toward who is seen, and what is felt. */
import { expect, test } from 'vitest';
import { helped } from '../src/pad.ts';
import { newPrediction } from '../src/predict/own.ts';
import { readyMap } from '../src/sim/map.ts';
import { receive } from '../src/state/receive.ts';
import { newState, type State } from '../src/state/state.ts';
import { Felt, FELT } from '../src/ui/rumble.ts';
import { tuningMessage } from './tunings.ts';
import { FIELD, own, piece, snapshot } from './worlds.ts';

const OWN = 0;
/** Where `feel.aim_assist` stands among the values of a tuning, last of all, and six degrees. */
const ASSIST = tuningMessage(0).values.length - 1;
const SIX = Math.floor((6 * 65536) / 360);
/** One degree off, straight to the right. */
const OFF = 182;

/** A seat, and where it was drawn. */
type Seen = readonly [seat: number, place: { readonly x: number; readonly y: number }];

/** Anna's state in a match that has just begun, in which others stand there. */
function playing(...others: readonly (readonly [x: number, y: number])[]): State {
  const state = newState();
  receive(state, { kind: 'welcome', seat: OWN } as never, 0);
  receive(state, tuningMessage(0, { [ASSIST]: SIX }), 0);
  receive(state, snapshot(1, { players: others.map(([x, y], at) => piece(at + 1, x, y)) }), 10);
  return state;
}

/** Aims a degree past who stands there; `seen` are those who are drawn. */
function aimAt(state: State, seen: readonly Seen[], walls = FIELD.walls): number {
  const prediction = { ...newPrediction(), map: readyMap({ ...FIELD, walls }) };
  return helped(
    OFF,
    { state, prediction },
    { seen: (seat) => seen.find(([other]) => other === seat)?.[1] ?? null },
  );
}

const HERE: Seen = [OWN, { x: 200, y: 300 }];
const THERE: Seen = [1, { x: 600, y: 300 }];

test('an_aim_is_helped_toward_who_is_drawn_and_no_one_else', () => {
  const state = playing([600, 300]);
  // Of one degree five sixths are taken away.
  expect(aimAt(state, [HERE, THERE])).toBe(30);
  expect(aimAt(state, [HERE])).toBe(OFF);
  expect(aimAt(state, [THERE])).toBe(OFF);
});

test('an_aim_is_not_helped_toward_a_mate', () => {
  const state = playing([600, 300]);
  const teams = (own: number, other: number): void => {
    const players = [own, other].map((team, seat) => ({ seat, name: '', team, bot: 0, mark: 0 }));
    receive(state, { kind: 'roster', players }, 0);
  };
  teams(1, 1);
  expect(aimAt(state, [HERE, THERE])).toBe(OFF);
  teams(1, 0);
  expect(aimAt(state, [HERE, THERE])).toBe(30);
});

test('an_aim_is_not_helped_through_a_wall', () => {
  const wall = [400, 250, 400, 350] as const;
  expect(aimAt(playing([600, 300]), [HERE, THERE], [...FIELD.walls, wall])).toBe(OFF);
});

test('an_aim_is_not_helped_where_the_server_does_not', () => {
  const state = playing([600, 300]);
  receive(state, tuningMessage(1, { [ASSIST]: 0 }), 10);
  expect(aimAt(state, [HERE, THERE])).toBe(OFF);
});

function score(state: State, kills: number, deaths: number): void {
  const scores = [{ seat: OWN, kills, deaths, thread: 0, longest: 0 }];
  receive(state, { kind: 'scores', scores } as never, 0);
}

test('a_hit_a_kill_and_a_death_are_felt_once_each_and_nothing_else_is', () => {
  const state = playing();
  const felt = new Felt();
  const seen = (tick: number, health: number, life = 0): unknown => {
    receive(state, snapshot(tick, { own: own({ health, life }) }), tick * 10);
    return felt.update(state);
  };
  expect([seen(2, 80), seen(3, 80), seen(4, 66), seen(5, 66), seen(6, 78)]).toEqual([
    null,
    null,
    FELT.hit,
    null,
    null,
  ]);
  score(state, 1, 0);
  expect([seen(7, 60), seen(8, 60)]).toEqual([FELT.kill, null]);
  score(state, 1, 1);
  expect([seen(9, 0, -1), seen(10, 0, -1), seen(11, 100)]).toEqual([FELT.death, null, null]);
  score(state, 0, 0);
  expect(seen(12, 100)).toBeNull();
});
