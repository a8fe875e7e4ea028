import { expect, test } from 'vitest';
import { lash, meets, type Target } from '../src/predict/course.ts';
import type { Trigger } from '../src/predict/own.ts';
import { confirm, fly, follow, isDrawn, newVolley, takeFresh, type Volley } from '../src/predict/volley.ts';
import type { Fired, Lashed, WireEvent } from '../src/protocol/messages.gen.ts';
import { readyMap } from '../src/sim/map.ts';
import type { Ray } from '../src/sim/tuning.gen.ts';
import { receive } from '../src/state/receive.ts';
import { newState, type State } from '../src/state/state.ts';
import { tuningFrom, tuningMessage } from './tunings.ts';
import { FIELD, own, snapshot } from './worlds.ts';

const OWN = 2;
const tuning = tuningFrom(tuningMessage(0).values);
const map = readyMap(FIELD);
/** 900 u/s at 60 Hz. */
const PER_TICK = 15;
/** What a shot flies at once at most: 150 ms. */
const FORWARD_MOST = 9;
const EAST: Trigger = { number: 0, tick: 100, weapon: 0, place: { x: 100, y: 300 }, angle: 0 };

function target(seat: number, x: number, y: number, over: Partial<Target> = {}): Target {
  return { seat, x, y, refuses: false, slips: false, shield: null, ...over };
}

/** A hand that fires into a room, where the others are drawn so many ticks behind. */
class Range {
  readonly state: State = newState();
  readonly volley: Volley = newVolley();
  targets: Target[] = [];

  constructor(readonly depth: number) {
    this.state.welcome = { seat: OWN } as NonNullable<State['welcome']>;
    receive(this.state, tuningMessage(0), 0);
    receive(this.state, snapshot(90), 0);
  }

  fire(...triggers: Trigger[]): void {
    const { state, depth, targets } = this;
    follow(this.volley, triggers, { state, tuning, map, targets, depth });
  }

  hear(tick: number, shots: number, events: readonly WireEvent[]): void {
    const told = snapshot(tick, { own: own({ shots }), events: [...events] });
    receive(this.state, told, 0);
    confirm(this.volley, this.state, told);
  }

  /** Draws each tick from one to another. */
  draw(from: number, to: number, nowMs = 0): void {
    for (let tick = from; tick <= to; tick++) {
      const sky = { state: this.state, tuning, targetsAt: () => this.targets, nowMs };
      fly(this.volley, sky, tick, tick - this.depth);
    }
  }

  get flown(): number {
    return (this.volley.shots[0]?.x ?? NaN) - EAST.place.x;
  }

  get tally(): Record<string, number> {
    return { ...this.volley.tallies.get(0) };
  }
}

function fired(over: Partial<Fired> = {}): Fired {
  const place = { x8: 800, y8: 2400, angle: 0 };
  return { kind: 'fired', ago: 0, seat: OWN, id: 5, generation: 0, weapon: 0, ...place, forward: 9, ...over };
}

function ended(ago: number, seat: number | null, stopped = false): WireEvent {
  const at = { x8: 0, y8: 0, forward: 0 };
  const end = seat === null ? 0 : stopped ? 3 : 2;
  return { kind: 'shotEnded', ago, id: 5, generation: 0, end, seat, ...at };
}

const HELD_WEST = { aim: 0x8000, arc: 0x4000 };

test('an_own_shot_is_drawn_from_the_press_on_and_glides_onto_the_others_time_line', () => {
  const range = new Range(15);
  range.fire(EAST);
  expect(takeFresh(range.volley)).toMatchObject([{ kind: 'fired', seat: OWN, x8: 800, y8: 2400 }]);
  range.draw(100, 100);
  expect(range.flown, 'after the step in which it was fired').toBeCloseTo(PER_TICK);
  range.draw(101, 121);
  // The others are 15 ticks behind, and the server let it fly nine at once: six are left to glide.
  const onTheirs = (121 - 15 - 100 + 1 + FORWARD_MOST) * PER_TICK;
  expect(range.flown).toBeCloseTo(onTheirs, 0);
});

test('where_the_server_forwards_all_of_the_depth_nothing_is_left_to_glide', () => {
  const range = new Range(9);
  range.fire(EAST);
  for (let tick = 100; tick < 125; tick++) {
    range.draw(tick, tick);
    expect(range.flown).toBeCloseTo((tick - 99) * PER_TICK);
  }
});

test('a_shot_is_known_by_its_number_and_its_word_is_not_shown_twice', () => {
  const range = new Range(9);
  const word = fired({ id: 7, angle: 30 });
  range.fire(EAST, { ...EAST, number: 1, angle: 30 });
  range.hear(100, 2, [fired(), word]);
  expect(range.volley.shots.map(({ key }) => key)).toEqual([5 * 128, 7 * 128]);
  expect(range.volley.foreseen.has(word)).toBe(true);
  const other = fired({ seat: 4, id: 9 });
  range.hear(101, 2, [other]);
  expect(range.volley.foreseen.has(other)).toBe(false);
});

test('a_shot_that_the_server_never_fired_is_gone', () => {
  const range = new Range(9);
  range.fire(EAST);
  range.hear(99, 0, []);
  expect(range.volley.shots.length, 'its tick is not answered yet').toBe(1);
  range.hear(100, 0, []);
  expect(range.volley.shots.length).toBe(0);
  range.fire(EAST);
  range.fire();
  expect(range.volley.shots.length, 'nor does the replay fire it').toBe(1);
});

test('a_replay_that_fires_another_time_moves_the_shot', () => {
  const range = new Range(9);
  range.fire({ ...EAST, tick: 104 });
  range.fire({ ...EAST, tick: 106 });
  expect(range.volley.shots.map(({ firedTick }) => firedTick)).toEqual([106]);
});

test('a_shot_ends_on_the_screen_at_whom_it_meets_there', () => {
  const range = new Range(9);
  range.targets = [target(4, 200, 300), target(5, 160, 300, { refuses: true })];
  range.fire(EAST);
  range.draw(100, 110);
  const [shot] = range.volley.shots;
  expect(shot !== undefined && isDrawn(shot)).toBe(false);
  expect(shot?.struck).toBe(4);
});

test.each<[string, number | null, number | null, WireEvent[]]>([
  ['agreed', 4, 4, []],
  ['denied', 4, null, []],
  ['unseen', null, 4, []],
  ['refused', 4, null, [{ kind: 'dashed', ago: 3, seat: 4, x8: 0, y8: 0, angle: 0 }]],
  ['gone', 4, null, [{ kind: 'killed', ago: 3, seat: 4, by: 1, weapon: 0, x8: 0, y8: 0 }]],
])('a_hit_is_%s', (how, onScreen, onServer, befell) => {
  const range = new Range(9);
  range.targets = onScreen === null ? [] : [target(onScreen, 200, 300)];
  range.fire(EAST);
  range.hear(100, 1, [fired()]);
  range.draw(100, 110);
  range.hear(112, 1, [...befell, ended(2, onServer)]);
  range.draw(111, 130);
  const nothing = { agreed: 0, denied: 0, unseen: 0, refused: 0, gone: 0 };
  expect(range.tally).toEqual({ ...nothing, [how]: 1 });
  expect(range.volley.shots.length).toBe(0);
});

test.each([
  ['agreed', false, false],
  ['refused', false, true],
  ['unseen', true, false],
  ['', true, true],
] as const)('a_hit_is_%s_where_a_shield_is_up_on_the_screen_%s_and_on_the_server_%s', (how, here, there) => {
  const range = new Range(9);
  range.targets = [target(4, 200, 300, { shield: here ? HELD_WEST : null })];
  range.fire(EAST);
  range.hear(100, 1, [fired()]);
  range.draw(100, 110);
  expect(range.volley.shots.map(isDrawn), 'it ends on the screen either way').toEqual([false]);
  range.hear(112, 1, [ended(2, 4, there)]);
  range.draw(111, 130);
  const nothing = { agreed: 0, denied: 0, unseen: 0, refused: 0, gone: 0 };
  expect(range.tally).toEqual(how === '' ? nothing : { ...nothing, [how]: 1 });
});

test('a_shield_stops_what_comes_from_where_it_is_held', () => {
  const ray = tuning.weapons[1] as Ray;
  const shoot = (aim: number): number[] =>
    lash(map, EAST.place, 0, ray, 25, [
      target(4, 200, 300, { shield: { ...HELD_WEST, aim } }),
      target(5, 300, 300),
    ]).struck;
  expect([0x8000, 0x9fff, 0xa001, 0].map(shoot)).toEqual([[], [], [4, 5], [4, 5]]);
});

test('a_shot_that_is_sent_back_is_another_one_of_whoever_did', () => {
  const range = new Range(9);
  range.fire(EAST);
  range.hear(100, 1, [fired()]);
  const place = { x8: 1600, y8: 2400, angle: 0x8000 };
  const back: WireEvent = {
    kind: 'snapback',
    ago: 1,
    seat: 4,
    by: OWN,
    id: 6,
    generation: 0,
    weapon: 0,
    ...place,
  };
  range.hear(112, 1, [ended(1, 4, true), back]);
  const track = range.state.shots.get(6 * 128);
  expect(track).toMatchObject({ seat: 4, x: 200, y: 300, tick: 111, angle: 0x8000 });
  expect(range.state.moments).toMatchObject([{ kind: 'snapped' }]);
});

test('a_line_is_shown_at_once_and_judged_by_who_was_hurt_in_its_tick', () => {
  const range = new Range(9);
  range.targets = [target(4, 200, 300), target(5, 300, 310)];
  range.fire({ ...EAST, weapon: 1 });
  expect(takeFresh(range.volley)).toMatchObject([{ kind: 'lashed', seat: OWN, slack: null }]);
  const corners = [
    { x8: 800, y8: 2400 },
    { x8: 6400, y8: 2400 },
  ];
  const lashed: Lashed = { kind: 'lashed', ago: 1, seat: OWN, weapon: 1, corners, slack: null };
  const hurt = {
    kind: 'hurt',
    ago: 1,
    seat: 4,
    by: OWN,
    weapon: 1,
    damage: 70,
    seen: 0,
    covered: 0,
    x8: 0,
    y8: 0,
  } as const;
  range.hear(101, 1, [lashed, hurt]);
  expect(range.volley.tallies.get(1)).toMatchObject({ agreed: 1, denied: 1, unseen: 0 });
  expect(range.volley.foreseen.has(lashed)).toBe(true);
});

test('a_ray_pierces_one_body_ends_in_the_second_and_goes_slack_in_a_dash', () => {
  const ray = tuning.weapons[1] as Ray;
  const shoot = (targets: Target[]): number[] => lash(map, EAST.place, 0, ray, 25, targets).struck;
  expect(shoot([target(6, 500, 300), target(4, 200, 300), target(5, 300, 300)])).toEqual([4, 5]);
  expect(shoot([target(4, 200, 300, { refuses: true }), target(5, 300, 300)])).toEqual([5]);
  expect(shoot([target(4, 200, 300, { refuses: true, slips: true }), target(5, 300, 300)])).toEqual([]);
});

test('a_point_meets_a_body_where_it_first_comes_near_enough', () => {
  expect(meets({ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 60, y: 0 }, 20)).toBeCloseTo(0.4);
  expect(meets({ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 60, y: 21 }, 20)).toBeNull();
  expect(meets({ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 10, y: 0 }, 20)).toBe(0);
  expect(meets({ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 130, y: 0 }, 20)).toBeNull();
});
