import { expect, test } from 'vitest';
import { agree, TOGETHER_MS, type Hit } from './hits.ts';

const hit = (seat: number, atMs: number, weapon = 0): Hit => ({ seat, weapon, atMs });

test('a hit that was shown and told is one, whichever came first', () => {
  const shown = [hit(1, 100), hit(2, 900)];
  const told = [hit(1, 100 + TOGETHER_MS), hit(2, 900 - TOGETHER_MS)];
  expect(agree(shown, told)).toEqual({ shown: 2, confirmed: 2, told: 2, unshown: 0 });
});

test('a hit of another body, with another weapon or much later is another one', () => {
  const shown = [hit(1, 100), hit(1, 100, 1), hit(2, 100)];
  const told = [hit(3, 100), hit(2, 100, 1), hit(1, 101 + TOGETHER_MS)];
  expect(agree(shown, told)).toEqual({ shown: 3, confirmed: 0, told: 3, unshown: 3 });
});

test('a hit that was shown once confirms one hit and not two', () => {
  expect(agree([hit(1, 100)], [hit(1, 110), hit(1, 120)])).toEqual({
    shown: 1,
    confirmed: 1,
    told: 2,
    unshown: 1,
  });
});
