import { expect, test } from 'vitest';
import { Flashes } from '../src/view/flashes.ts';
import { hang, newRope, ROPE_POINTS, type Rope } from '../src/view/rope.ts';

const LENGTH = 260;

/** A rope after three seconds on somebody who walks to and fro, at so many pictures a second. */
function walked(rate: number, calm = false): Rope {
  const rope = newRope();
  for (let picture = 0; picture <= 3 * rate; picture++) {
    const seconds = picture / rate;
    hang(
      rope,
      400 + 200 * Math.sin(seconds * 2),
      300 + 60 * Math.cos(seconds * 3),
      0,
      LENGTH,
      1 / rate,
      calm,
    );
  }
  return rope;
}

function long(rope: Rope): number {
  let sum = 0;
  for (let at = 2; at < ROPE_POINTS * 2; at += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = rope.places.subarray(at - 2, at + 2);
    sum += Math.hypot(bx - ax, by - ay);
  }
  return sum;
}

test.each([30, 60, 144])('a_tail_swings_at_%i_pictures_a_second_as_at_240', (rate) => {
  const [slow, fast] = [walked(rate), walked(240)];
  const apart = slow.places.map((place, at) => Math.abs(place - (fast.places[at] ?? NaN)));
  // A quarter of the radius of a body.
  expect(Math.max(...apart)).toBeLessThan(5);
});

test.each([30, 60, 144, 1000])('a_tail_is_never_longer_than_its_thread_at_%i_pictures_a_second', (rate) => {
  expect(long(walked(rate))).toBeLessThanOrEqual(LENGTH * 1.02);
  expect(long(walked(rate))).toBeGreaterThan(LENGTH * 0.3);
});

test('a_tail_hangs_on_its_owner', () => {
  const rope = walked(60);
  expect([rope.places[0], rope.places[1]]).toEqual([400 + 200 * Math.sin(6), 300 + 60 * Math.cos(9)]);
});

test('a_tail_is_cut_when_its_owner_is_elsewhere_all_of_a_sudden', () => {
  const rope = walked(60);
  hang(rope, 2000, 1000, 0, LENGTH, 1 / 60, false);
  expect([rope.places[0], rope.places[1]]).toEqual([2000, 1000]);
  expect(long(rope)).toBeCloseTo(LENGTH);
  expect(Math.max(...rope.speeds.map(Math.abs)), 'it was dragged there').toBe(0);
});

test('a_tail_grows_and_shrinks_softly_with_the_thread_that_it_is', () => {
  const rope = newRope();
  hang(rope, 0, 0, 0, 100, 1 / 60, false);
  hang(rope, 0, 0, 0, 400, 1 / 60, false);
  expect(rope.length).toBeGreaterThan(100);
  expect(rope.length).toBeLessThan(200);
  for (let picture = 0; picture < 180; picture++) {
    hang(rope, 0, 0, 0, 400, 1 / 60, false);
  }
  expect(rope.length).toBeCloseTo(400, 0);
});

test('nothing_flashes_more_than_three_times_in_any_second', () => {
  const flashes = new Flashes();
  const at: number[] = [];
  for (let ms = 0; ms < 10_000; ms += 40) {
    if (flashes.allows(ms)) {
      at.push(ms);
    }
  }
  expect(at.length).toBe(30);
  for (let first = 0; first + 3 < at.length; first++) {
    expect((at[first + 3] ?? 0) - (at[first] ?? 0)).toBeGreaterThanOrEqual(1000);
  }
});
