import { expect, test } from 'vitest';
import { agree as agreeWithin, TOGETHER_MS, type Agreement, type Hit } from './hits.ts';

const hit = (seat: number, atMs: number, weapon = 0): Hit => ({ seat, weapon, atMs });

const agree = (shown: readonly Hit[], told: readonly Hit[]): Agreement => agreeWithin(shown, told, 0, 10_000);

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

test('what is beyond the ends confirms what is within, and does not count itself', () => {
  const shown = [hit(1, 900), hit(1, 4_900)];
  const told = [hit(1, 1_100), hit(1, 5_100)];
  const none = { shown: 0, confirmed: 0, told: 0, unshown: 0 };
  expect(agreeWithin(shown, told, 1_000, 4_000)).toEqual({ ...none, told: 1 });
  expect(agreeWithin(shown, told, 4_000, 5_000)).toEqual({ ...none, shown: 1, confirmed: 1 });
});
