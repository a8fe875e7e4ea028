import { expect, test } from 'vitest';
import { centred, mix } from '../src/sim/chance.ts';
import { angleOf, direction, snap } from '../src/sim/grid.ts';
import { golden } from './golden.ts';

interface Grid {
  directions: [number, number, number][];
  angles: [number, number, number][];
  mixed: [number, number, number, number, number][];
}

const vectors = golden<Grid>('grid.json');

test('directions_are_bit_identical_to_the_server', () => {
  expect(vectors.directions.length).toBeGreaterThan(200);
  for (const [turn, x, y] of vectors.directions) {
    expect(direction(turn), `turn ${turn}`).toEqual({ x, y });
  }
});

test('angles_are_the_same_as_the_servers', () => {
  expect(vectors.angles.length).toBeGreaterThan(200);
  for (const [x, y, angle] of vectors.angles) {
    expect(angleOf({ x, y }), `${x} ${y}`).toBe(angle);
  }
});

test('mixed_bits_are_the_same_as_the_servers', () => {
  for (const [seed, who, count, bits, within] of vectors.mixed) {
    expect(mix(seed, who, count)).toBe(bits);
    expect(centred(bits, count * 37)).toBe(within);
  }
});

test('negative_halves_round_up', () => {
  expect(snap(-0.5 / 256)).toBe(0);
  expect(snap(-1.5 / 256)).toBe(-1);
  expect(snap(0.5 / 256)).toBe(1);
});
