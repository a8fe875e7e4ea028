import { expect, test } from 'vitest';
import { areaAround, ASPECT_MAX, ASPECT_MIN, layoutOf } from '../src/view/layout.ts';

const AREA = 1600 * 900;

test.each([
  [1280, 720],
  [1920, 1080],
  [2560, 1080],
  [1024, 768],
  [390, 844],
  [360, 800],
  [844, 390],
  [3000, 500],
  [200, 2000],
  [1, 1],
])('a_window_of_%ix%i_shows_the_same_area_as_any_other', (width, height) => {
  const layout = layoutOf(width, height, AREA);
  expect(layout.unitsWide * layout.unitsHigh).toBeCloseTo(AREA, 3);
  const aspect = layout.unitsWide / layout.unitsHigh;
  expect(aspect).toBeGreaterThanOrEqual(ASPECT_MIN - 1e-9);
  expect(aspect).toBeLessThanOrEqual(ASPECT_MAX + 1e-9);
  expect(layout.width).toBeLessThanOrEqual(width + 1e-9);
  expect(layout.height).toBeLessThanOrEqual(height + 1e-9);
  expect(layout.left * 2 + layout.width).toBeCloseTo(width, 6);
  expect(layout.top * 2 + layout.height).toBeCloseTo(height, 6);
  // It touches two sides of the window: no more is letterboxed than must be.
  expect(Math.min(width - layout.width, height - layout.height)).toBeCloseTo(0, 6);
});

test('sixteen_to_nine_shows_1600_by_900', () => {
  const layout = layoutOf(1280, 720, AREA);
  expect([layout.unitsWide, layout.unitsHigh, layout.scale]).toEqual([1600, 900, 0.8]);
});

test.each([
  [1280, 720],
  [390, 844],
  [3000, 500],
])('a_window_of_%ix%i_shows_a_whole_map_and_touches_two_of_its_sides', (width, height) => {
  const map = { wide: 2400, high: 1600 };
  const area = areaAround(map.wide, map.high, layoutOf(width, height, AREA));
  const { unitsWide, unitsHigh } = layoutOf(width, height, area);
  expect(Math.min(unitsWide - map.wide, unitsHigh - map.high)).toBeCloseTo(0, 6);
  expect(Math.max(unitsWide - map.wide, unitsHigh - map.high)).toBeGreaterThan(-1e-6);
});
