import { expect, test } from 'vitest';
import {
  AIM_DEAD,
  assisted,
  AT_REST,
  PRESS,
  readPad,
  RELEASE,
  WALK_DEAD,
  walkOf,
  type AssistScene,
  type PadLayout,
  type PadReading,
} from '../src/input/gamepad.ts';
import { direction, type Angle } from '../src/sim/grid.ts';
import { walkAngle, walkWish } from '../src/sim/input.ts';
import { press, stick, unknown, xbox, type Told } from './pads.ts';

const LAYOUT: PadLayout = { swapSticks: false, aimAxes: '2,3' };

function read(pad: Told, before: PadReading = AT_REST, layout = LAYOUT): PadReading {
  return readPad(pad, before, layout);
}

function strength(reach: number, turn: number): number {
  const way = { x: reach * Math.cos(turn * 2 * Math.PI), y: reach * Math.sin(turn * 2 * Math.PI) };
  const { x, y } = walkWish(walkOf(way));
  return Math.round(Math.hypot(x, y) * 3);
}

test('a_stick_walks_in_three_strengths_beyond_a_dead_zone_that_is_round', () => {
  for (const turn of [0, 0.09, 0.125, 0.31, 0.5, 0.77]) {
    const reaches = [0, WALK_DEAD - 0.01, WALK_DEAD + 0.01, 0.45, 0.55, 0.78, 0.82, 1, 1.2];
    expect(reaches.map((reach) => strength(reach, turn))).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 3]);
  }
});

test('a_stick_walks_where_it_points_also_near_the_axes', () => {
  for (let at = 0; at < 64; at++) {
    const angle = at * 1024;
    const { x, y } = direction(angle);
    expect(walkAngle(walkOf({ x: x * 0.9, y: y * 0.9 }))).toBe(angle);
  }
});

test('a_trigger_is_pressed_beyond_one_value_and_let_go_below_another', () => {
  const pad = xbox();
  let reading = AT_REST;
  const values = [0.1, PRESS - 0.01, PRESS, 0.3, RELEASE, RELEASE - 0.01, 0.3, 1, 0.3, 0];
  const down = values.map((value) => {
    press(pad, 7, value);
    reading = read(pad, reading);
    return reading.codes.has('Button7');
  });
  expect(down).toEqual([false, false, true, true, true, false, false, true, true, false]);
});

test('a_button_without_a_value_is_pressed_all_the_same', () => {
  const pad = xbox();
  pad.buttons[0] = { pressed: true, value: 0 };
  expect([...read(pad).codes]).toEqual(['Button0']);
});

test('the_other_stick_aims_and_near_the_middle_it_does_not', () => {
  const pad = xbox();
  const aims = [AIM_DEAD - 0.01, AIM_DEAD + 0.01, 1].map((reach) => {
    stick(pad, 2, 0, reach);
    return read(pad).aim;
  });
  expect(aims).toEqual([null, 0x4000, 0x4000]);
});

test('swapped_sticks_swap_what_they_do', () => {
  const pad = xbox();
  stick(pad, 0, -1, 0);
  const swapped = read(pad, AT_REST, { ...LAYOUT, swapSticks: true });
  expect([swapped.walk, swapped.aim]).toEqual([0, 0x8000]);
});

test('a_stick_is_one_way_of_a_menu_at_a_time', () => {
  const pad = xbox();
  let reading = AT_REST;
  const ways = [
    [0.5, 0],
    [0.6, 0.2],
    [0.4, 0.3],
    [0.3, 0.1],
    [-0.6, -0.7],
  ].map(([x = 0, y = 0]) => {
    stick(pad, 0, x, y);
    reading = read(pad, reading);
    return [...reading.codes].join();
  });
  expect(ways).toEqual(['', 'Right', 'Right', '', 'Up']);
});

test('of_an_unknown_pad_every_axis_but_the_sticks_is_a_button', () => {
  const pad = unknown();
  expect([...read(pad, AT_REST, { ...LAYOUT, aimAxes: '3,4' }).codes]).toEqual(['Axis2-', 'Axis5-']);
  pad.axes[5] = 1;
  stick(pad, 3, 0, -1);
  const reading = read(pad, AT_REST, { ...LAYOUT, aimAxes: '3,4' });
  expect([...reading.codes]).toEqual(['Axis2-', 'Axis5+']);
  expect(reading.aim).toBe(0xc000);
});

test('values_that_no_stick_has_are_none', () => {
  const pad = unknown();
  stick(pad, 0, NaN, 3.28571);
  pad.axes[2] = pad.axes[5] = 1.28571;
  pad.axes[6] = NaN;
  const reading = read(pad);
  expect([reading.walk, reading.aim, reading.codes.size]).toEqual([0, null, 0]);
});

const DEGREE = 65536 / 360;

function scene(
  within: number,
  ...enemies: readonly (readonly [degrees: number, far?: number])[]
): AssistScene {
  return {
    from: { x: 100, y: 100 },
    enemies: enemies.map(([degrees, far = 300]) => {
      const { x, y } = direction(Math.round(degrees * DEGREE) & 0xffff);
      return { x: 100 + x * far, y: 100 + y * far };
    }),
    within: within * DEGREE,
    isHidden: () => false,
  };
}

function turned(aim: Angle, by: AssistScene): number {
  const turn = ((assisted(aim, by) - aim + 0x8000) & 0xffff) - 0x8000;
  return Math.round((turn / DEGREE) * 10) / 10;
}

test('an_aim_is_drawn_onto_an_enemy_less_the_further_off_it_is_and_not_beyond', () => {
  const aimed = [0, 1, 2, 3, 4, 5, 6, 7].map((off) => turned(0, scene(6, [off])));
  expect(aimed).toEqual([0, 0.8, 1.3, 1.5, 1.3, 0.8, 0, 0]);
});

test('an_aim_never_passes_its_enemy_and_keeps_its_side', () => {
  for (let off = -6; off <= 6; off += 0.25) {
    const left = off - turned(0, scene(6, [off]));
    expect(Math.sign(Math.round(left * 5)) * Math.sign(off)).toBeGreaterThanOrEqual(0);
    expect(Math.abs(left)).toBeLessThanOrEqual(Math.abs(off) + 0.06);
  }
});

test('it_works_over_the_end_of_a_turn', () => {
  expect(turned(Math.round(359 * DEGREE), scene(6, [1]))).toBe(1.3);
});

test.each([
  ['nobody_is_there', scene(6), 0],
  ['the_server_helps_nobody', scene(0, [0], [1]), 0],
  ['all_are_elsewhere', scene(6, [90], [180], [-45]), 0],
  ['of_two_the_one_that_is_pointed_at_counts', scene(6, [4, 100], [-2, 500]), -1.3],
  ['one_behind_a_wall_does_not_count', { ...scene(6, [2]), isHidden: () => true }, 0],
])('%s', (_name, by, degrees) => {
  expect(turned(0, by)).toBe(degrees);
});

test('behind_one_who_is_hidden_another_in_the_open_counts', () => {
  const two = scene(6, [1, 200], [-3, 400]);
  const isHidden = (enemy: { readonly y: number }): boolean => enemy.y > 100;
  expect(turned(0, { ...two, isHidden })).toBe(-1.5);
});
