/** Who plays with whom, who leads and has won, and through whom own shots pass. */
import { afterEach, expect, test } from 'vitest';
import { flyAlong, lash, targetsAmong } from '../src/predict/course.ts';
import type { Pose } from '../src/predict/others.ts';
import type { Match } from '../src/protocol/messages.gen.ts';
import { readyMap } from '../src/sim/map.ts';
import { goalOf } from '../src/sim/thread.ts';
import type { Ray, Tuning } from '../src/sim/tuning.gen.ts';
import { receive } from '../src/state/receive.ts';
import { newState, type State } from '../src/state/state.ts';
import { hasWon, isMate, ownTeam, sides, threadOfTeam } from '../src/state/teams.ts';
import { knotAt } from '../src/ui/tug.ts';
import { DYES, TEAM_DYES } from '../src/view/dyes.ts';
import { DYE_COUNT, dyeOf, paletteOf, threadOf, threadStyle } from '../src/view/palette.ts';
import { wear } from '../src/view/wear.ts';
import { tuningFrom, tuningMessage } from './tunings.ts';
import { FIELD } from './worlds.ts';

const OWN = 2;
const TUNING = tuningFrom(tuningMessage(0).values);
/** By seat: the team of each, and their thread, in cm. */
const TEAM_OF = [0, 1, 0, 1, 0];
const THREAD_OF = [300, 900, 450, 20, 0];

/** Five who play, in two teams or each for themselves. */
function five(mode: number, over: Partial<Match> = {}): State {
  const state = newState();
  state.welcome = { seat: OWN } as NonNullable<State['welcome']>;
  const teams = TEAM_OF.map((team) => (mode === 1 ? team : null));
  const plain = { number: 1, tick: 0, seed: 0, map: '', phase: 0, left: 600, winner: null, ended: 0 };
  receive(state, { kind: 'match', ...plain, mode, ...over }, 0);
  receive(
    state,
    {
      kind: 'roster',
      players: teams.map((team, seat) => ({ seat, name: `${seat}`, team, bot: 1, mark: 0 })),
    },
    0,
  );
  receive(
    state,
    {
      kind: 'scores',
      scores: THREAD_OF.map((thread, seat) => ({ seat, thread, longest: thread, kills: seat, deaths: 0 })),
    },
    0,
  );
  return state;
}

function friendly(share: number): Tuning {
  return { ...TUNING, match: { ...TUNING.match, friendlyFire: share } };
}

afterEach(() => wear(new Map()));

test('a_team_has_the_thread_of_its_players_and_who_has_more_comes_first', () => {
  const state = five(1);
  expect([threadOfTeam(state, 0), threadOfTeam(state, 1), ownTeam(state)]).toEqual([750, 920, 0]);
  expect(sides(state).map(({ team, players }) => [team, players.map(({ seat }) => seat)])).toEqual([
    [1, [1, 3]],
    [0, [2, 0, 4]],
  ]);
  expect(sides(five(0))).toEqual([]);
});

test('mates_are_others_of_the_same_team_and_nobody_where_there_are_none', () => {
  const mates = (state: State): number[] => [0, 1, 2, 3, 4, 9].filter((seat) => isMate(state, OWN, seat));
  expect(mates(five(1))).toEqual([0, 4]);
  expect(mates(five(0))).toEqual([]);
});

test.each([
  ['in_tug_the_own_team', 1, 0, true],
  ['in_tug_the_other_team_with_the_number_of_nobody', 1, 1, false],
  ['in_tug_a_number_that_is_the_own_seat', 1, OWN, false],
  ['else_the_own_seat', 0, OWN, true],
  ['else_the_seat_with_the_number_of_a_team', 0, 0, false],
  ['nobody_on_a_draw', 1, null, false],
] as const)('the_winner_is_%s', (_, mode, winner, won) => {
  expect(hasWon(five(mode, { phase: 1, winner }))).toBe(won);
});

test.each([
  [false, 1, 6600],
  [false, 8, 6600],
  [false, 11, 8100],
  [true, 0, 2700],
  [true, 2, 2700],
  [true, 5, 6750],
  [true, 16, 21_600],
] as const)('in_tug_%s_the_goal_of_%i_players_is_%i_cm', (isTug, players, goal) => {
  const match = { ...TUNING.match, goal: 6600, goalPerPlayer: 500, teamGoal: 2700 };
  expect(goalOf(isTug, players, { ...TUNING, match })).toBe(goal);
});

/** Four to the east of the own place, one behind the other. */
const ROW: readonly Pose[] = [0, 1, 4, 3].map((seat, at) => ({
  ...{ seat, x: 200 + at * 100, y: 300, aim: 0, health: 100, flags: 1, metres: 0 },
}));
const RAY = { reach: 600 * 256, bounces: 0, radius: 0, pierce: 5 } as unknown as Ray;

test.each([
  ['pass_mates_who_can_not_be_hurt', 1, 0, [1, 3]],
  ['meet_mates_who_can', 1, 500, [0, 1, 4, 3]],
  ['meet_all_where_everybody_plays_for_themselves', 0, 0, [0, 1, 4, 3]],
] as const)('own_shots_%s', (_, mode, share, met) => {
  const targets = targetsAmong(ROW, five(mode), OWN, friendly(share));
  const { struck } = lash(readyMap(FIELD), { x: 100, y: 300 }, 0, RAY, 20, targets);
  expect(struck).toEqual(met);
  expect(flyAlong([100, 300, 700, 300], 2, 0, 600, 20, targets).seat).toBe(met[0]);
});

test('the_dead_are_no_targets', () => {
  const dead = ROW.map((pose) => ({ ...pose, flags: 0 }));
  expect(targetsAmong(dead, five(1), OWN, friendly(0))).toEqual([]);
});

test('where_teams_play_all_of_one_wear_its_thread_and_else_each_their_own', () => {
  const palette = paletteOf({ theme: 'night', palette: 'normal', threads: 'deutan' });
  const worn = (): unknown[] => [0, 1, 2].map((seat) => [threadOf(seat, palette), threadStyle(seat)]);
  wear(five(1).roster);
  const [sky, ember] = TEAM_DYES.map((dye, team) => [dye, `var(--team-${team})`]);
  expect(worn()).toEqual([sky, ember, sky]);
  const dyes = [0, 1, 2, 3, 4].map(dyeOf);
  expect(new Set(dyes).size).toBe(2);
  expect(Math.max(...dyes)).toBeLessThan(DYE_COUNT);
  const left = new Map(five(1).roster);
  left.delete(1);
  wear(left);
  expect(worn(), 'who has left').toEqual([sky, ember, sky]);
  wear(five(0).roster);
  expect(worn()).toEqual([0, 1, 2].map((seat) => [DYES.deutan[seat], `var(--thread-${seat})`]));
  expect([0, 1, 2].map(dyeOf)).toEqual([0, 1, 2]);
});

test.each([
  [0, 0, 5400, 0],
  [1350, 0, 5400, -0.25],
  [900, 6300, 5400, 1],
  [9000, 0, 5400, -1],
  [10, 0, 0, -1],
])('at_%i_to_%i_of_%i_cm_the_knot_is_at_%f', (first, second, goal, at) => {
  expect(knotAt(first, second, goal)).toBeCloseTo(at);
});
