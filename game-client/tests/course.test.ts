import { expect, test } from 'vitest';
import { course } from '../src/predict/course.ts';
import { angleOf } from '../src/sim/grid.ts';
import { readyMap } from '../src/sim/map.ts';
import { mix } from '../src/sim/chance.ts';
import { FIELD } from './worlds.ts';

/** The field with a slanted wall in it. */
const MAP = readyMap({ ...FIELD, walls: [...FIELD.walls, [500, 100, 700, 300]] });

function corners(x: number, y: number, way: [number, number], reach: number, bounces: number): number[][] {
  const out: number[] = [];
  const count = course(MAP, x, y, angleOf({ x: way[0], y: way[1] }), { reach: reach * 256, bounces }, out);
  return Array.from({ length: count }, (_, at) => [out[at * 2] ?? NaN, out[at * 2 + 1] ?? NaN]);
}

function check(found: number[][], expected: number[][]): void {
  expect(found.length).toBe(expected.length);
  for (const [at, [x = NaN, y = NaN]] of expected.entries()) {
    expect(Math.hypot((found[at]?.[0] ?? NaN) - x, (found[at]?.[1] ?? NaN) - y), `corner ${at}`).toBeLessThan(
      0.5,
    );
  }
}

test.each<[string, ReturnType<typeof corners>, number[][]]>([
  [
    'ends_in_the_open_where_its_reach_does',
    corners(100, 400, [1, 0], 300, 1),
    [
      [100, 400],
      [400, 400],
    ],
  ],
  [
    'comes_straight_back_from_a_wall_with_what_is_left_of_it',
    corners(100, 400, [-1, 0], 300, 1),
    [
      [100, 400],
      [0, 400],
      [200, 400],
    ],
  ],
  [
    'is_mirrored_by_a_slanted_wall',
    corners(600, 500, [0, -1], 1200, 1),
    [
      [600, 500],
      [600, 200],
      [0, 200],
    ],
  ],
  [
    'stops_at_the_wall_when_it_has_no_bounce',
    corners(600, 500, [0, -1], 1200, 0),
    [
      [600, 500],
      [600, 200],
    ],
  ],
  [
    'comes_back_twice_from_near_a_corner',
    corners(100, 520, [-1, 1], 400, 2),
    [
      [100, 520],
      [20, 600],
      [0, 580],
      [182.8, 397.2],
    ],
  ],
])('a_ray_%s', (_, found, expected) => {
  check(found, expected);
});

test('a_course_is_never_longer_than_its_reach_and_never_leaves_the_field', () => {
  for (let at = 0; at < 500; at++) {
    const chance = (what: number): number => mix(11, at, what) / 0x1_0000_0000;
    const found = corners(
      20 + chance(0) * 760,
      20 + chance(1) * 560,
      [chance(2) - 0.5, chance(3) - 0.5],
      1200,
      2,
    );
    let long = 0;
    for (let corner = 1; corner < found.length; corner++) {
      const [[ax = 0, ay = 0] = [], [bx = 0, by = 0] = []] = [found[corner - 1], found[corner]];
      long += Math.hypot(bx - ax, by - ay);
      expect(bx >= -0.5 && bx <= 800.5 && by >= -0.5 && by <= 600.5, `seed 11, case ${at}`).toBe(true);
    }
    expect(long, `seed 11, case ${at}`).toBeLessThanOrEqual(1201);
  }
});
