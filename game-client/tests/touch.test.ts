/** Fingers, and what they hold. */
import { expect, test } from 'vitest';
import { message, newSampler, releaseAll, sample } from '../src/input/sampler.ts';
import {
  FIRES_FROM,
  FIRES_UNTIL,
  gripOf,
  land,
  lift,
  move,
  pulled,
  REACH,
  stickAt,
  type Fingers,
} from '../src/input/touch.ts';
import { walkAngle, walksApart, walkToward, walkWish } from '../src/sim/input.ts';

const WALKER = { x: 100, y: 700 };
const AIMER = { x: 300, y: 700 };
const EAST = 0;
const SOUTH = 0x4000;

/** Both thumbs are down: finger 1 walks, finger 2 aims. */
function thumbs(): Fingers {
  const fingers: Fingers = new Map();
  land(fingers, 1, 'walk', WALKER);
  land(fingers, 2, 'aim', AIMER);
  return fingers;
}

test.each([
  [100, false, 'walk'],
  [300, false, 'aim'],
  [100, true, 'aim'],
  [300, true, 'walk'],
] as const)('at_%i_of_400_with_hands_swapped_%s_lies_the_stick_that_may_%s', (x, swapped, stick) => {
  expect(stickAt(x, 400, swapped)).toBe(stick);
});

test('a_thumb_that_only_rests_holds_nothing', () => {
  expect(gripOf(thumbs())).toEqual({ walk: 0, aim: null, fires: false, knobs: new Set() });
});

test.each([
  [7, 0],
  [12, 1],
  [30, 2],
  [REACH, 3],
  [3 * REACH, 3],
])('a_stick_that_is_pulled_by_%i_px_walks_at_%i_thirds', (pull, thirds) => {
  const fingers = thumbs();
  move(fingers, 1, { x: WALKER.x, y: WALKER.y + pull });
  const { walk } = gripOf(fingers);
  const wish = walkWish(walk);
  expect(Math.hypot(wish.x, wish.y)).toBeCloseTo(thirds / 3, 5);
  expect(walkAngle(walk)).toBe(thirds === 0 ? null : SOUTH);
});

test('two_thumbs_walk_and_shoot_without_minding_each_other', () => {
  const fingers = thumbs();
  move(fingers, 2, { x: AIMER.x + 40, y: AIMER.y });
  move(fingers, 1, { x: WALKER.x, y: WALKER.y + REACH });
  expect(gripOf(fingers)).toEqual({ walk: walkToward(SOUTH), aim: EAST, fires: true, knobs: new Set() });
  lift(fingers, 1);
  expect(gripOf(fingers)).toMatchObject({ walk: 0, aim: EAST, fires: true });
});

test('the_aim_fires_from_beyond_its_middle_until_it_is_near_it_again', () => {
  const fingers = thumbs();
  const firesAt = (pull: number): boolean => {
    move(fingers, 2, { x: AIMER.x - pull, y: AIMER.y });
    return gripOf(fingers).fires;
  };
  const pulls = [FIRES_FROM - 1, FIRES_FROM, FIRES_UNTIL, FIRES_UNTIL - 1, FIRES_FROM - 1];
  expect(pulls.map(firesAt)).toEqual([false, true, true, false, false]);
  expect(gripOf(fingers).aim).toBe(null);
});

test('a_third_finger_finds_no_stick_and_takes_none_away', () => {
  const fingers = thumbs();
  move(fingers, 1, { x: WALKER.x + REACH, y: WALKER.y });
  const before = gripOf(fingers);
  expect(land(fingers, 3, 'walk', { x: 20, y: 600 })).toBe(false);
  move(fingers, 3, { x: 20, y: 500 });
  expect(gripOf(fingers)).toEqual(before);
  expect(lift(fingers, 3)).toBe(null);
  expect(gripOf(fingers)).toEqual(before);
  // On a knob it is welcome.
  expect(land(fingers, 3, 'dash', { x: 350, y: 600 })).toBe(true);
  expect(gripOf(fingers)).toEqual({ ...before, knobs: new Set(['dash']) });
});

test('a_finger_that_was_lost_holds_nothing_and_must_come_down_anew', () => {
  const fingers = thumbs();
  land(fingers, 3, 'shield', { x: 320, y: 600 });
  move(fingers, 1, { x: WALKER.x + REACH, y: WALKER.y });
  move(fingers, 2, { x: AIMER.x + REACH, y: AIMER.y });
  expect([1, 2, 3].map((id) => lift(fingers, id))).toEqual(['walk', 'aim', 'shield']);
  expect(gripOf(fingers)).toEqual({ walk: 0, aim: null, fires: false, knobs: new Set() });
  move(fingers, 1, { x: WALKER.x - REACH, y: WALKER.y });
  expect(gripOf(fingers).walk).toBe(0);
  expect(land(fingers, 1, 'walk', WALKER)).toBe(true);
});

test('a_knob_is_held_until_its_last_finger_lifts', () => {
  const fingers = thumbs();
  land(fingers, 3, 'shield', { x: 320, y: 600 });
  land(fingers, 4, 'shield', { x: 330, y: 600 });
  lift(fingers, 3);
  expect(gripOf(fingers).knobs).toEqual(new Set(['shield']));
  lift(fingers, 4);
  expect(gripOf(fingers).knobs).toEqual(new Set());
});

test('a_shield_that_is_dragged_turns_and_does_not_fire', () => {
  const fingers: Fingers = new Map();
  land(fingers, 1, 'shield', { x: 320, y: 600 });
  move(fingers, 1, { x: 320, y: 630 });
  expect(gripOf(fingers)).toMatchObject({ aim: SOUTH, fires: false });
  expect(gripOf(fingers).knobs).toEqual(new Set(['shield']));
});

test('a_stick_comes_along_so_that_the_way_back_is_short', () => {
  const fingers = thumbs();
  move(fingers, 1, { x: WALKER.x + 200, y: WALKER.y });
  expect(pulled(fingers, 'walk')).toEqual({ from: { x: 248, y: 700 }, by: { x: REACH, y: 0 } });
  move(fingers, 1, { x: WALKER.x + 110, y: WALKER.y });
  expect(walkAngle(gripOf(fingers).walk)).toBe(0x8000);
  lift(fingers, 1);
  expect(pulled(fingers, 'walk')).toBe(null);
});

test.each([
  [0, 0, 0],
  [0, 1, 32],
  [1, 64, 1],
  [1, 1 + 64, 0],
  [9, 1 + 128, 8],
  [1, 33, 32],
])('the_walks_%i_and_%i_lead_%i_apart', (a, b, apart) => {
  expect([walksApart(a, b), walksApart(b, a)]).toEqual([apart, apart]);
});

test('a_stick_walks_while_no_key_does_and_rests_when_all_is_let_go', () => {
  const sampler = newSampler();
  sampler.stick = walkToward(EAST, 2);
  expect(sample(sampler, 1).walk).toBe(1 + 128);
  sampler.held.add('down');
  expect(sample(sampler, 2).walk).toBe(1 + 16);
  releaseAll(sampler);
  expect(sample(sampler, 3).walk).toBe(0);
});

test('a_stick_that_starts_or_turns_sharply_is_sent_at_once_and_one_that_bends_waits', () => {
  const sampler = newSampler();
  const sentAt = (tick: number, stick: number): boolean => {
    sampler.stick = stick;
    sample(sampler, tick);
    return message(sampler, tick - 3, { tick: tick - 6, share: 0 }, tick * 16, 60, false)?.kind === 'input';
  };
  sampler.told = { ...sampler.told, buttons: 1 };
  sentAt(99, 0);
  sentAt(100, 0);
  const sticks = [10, 11, 12, 13, 14, 30, 0];
  expect(sticks.map((stick, at) => sentAt(101 + at, stick))).toEqual([
    ...[true, false, true, false, true],
    ...[true, true],
  ]);
});
