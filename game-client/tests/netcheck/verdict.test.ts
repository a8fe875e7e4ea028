import { expect, test } from 'vitest';
import type { CellPlan } from './budgets.ts';
import { newTally, percentile, sum, type Tally } from './tally.ts';
import { inWords, judge, passes, type Verdict } from './verdict.ts';

const LEAST = { moved: 3000, shots: 500, hits: 100, dashes: 50, contacts: 200 };
const CELL: CellPlan = {
  name: '4g',
  link: '4g',
  fault: null,
  budgets: { correction_p99: 0.3, unexplained: 0, mismatches: 0, starved: 1, needle: 97 },
  red: [],
  times: 1,
  armed: false,
};

/** A minute of eight players in which all is well. */
function well(): Tally {
  return {
    ...newTally(),
    seconds: 480,
    corrections: Array.from({ length: 1000 }, (_, at) => (at < 995 ? 0 : 1)),
    ticks: 28_800,
    starved: 100,
    moved: 8 * 3000,
    shots: 500,
    hits: 100,
    dashes: 50,
    contacts: 200,
  };
}

function verdict(changes: Partial<Tally>, lateShare = 0, cell: CellPlan = CELL, seconds = 60): Verdict {
  const measured = { tally: { ...well(), ...changes }, players: 8, seconds, lateShare };
  return judge(cell, measured, LEAST, 1);
}

const causes = (unexplained: number): Pick<Tally, 'causes'> => ({
  causes: { ...newTally().causes, unexplained },
});

test('figures within their budgets are green, and what nothing measures yet is left out', () => {
  expect(verdict({})).toEqual({ kind: 'green' });
});

test.each<[string, Partial<Tally>]>([
  ['correction p99 1.000 radii, at most 0.3', { corrections: Array<number>(50).fill(1) }],
  ['correction p99 NaN radii, at most 0.3', { corrections: [] }],
  ['starved 10.00 % of ticks, at most 1', { starved: 2880 }],
  ['unexplained 1 corrections, at most 0', causes(1)],
  ['hash mismatches 2, at most 0', { mismatches: 2 }],
  [
    'needle agrees 96.0 %, at least 97',
    { needle: { agreed: 96, denied: 4, unseen: 4, refused: 9, gone: 1 } },
  ],
])('%s is red', (words, changes) => {
  const red = verdict(changes);
  expect([red.kind, inWords(red), passes(red)]).toEqual(['red', words, false]);
});

test.each<[string, Partial<Tally>]>([
  ['not enough play: 2875 u moved a bot and minute of 3000', { moved: 23_000 }],
  ['not enough play: 499 shots of 500', { shots: 499 }],
  ['not enough play: 99 hits of 100, 49 dashes of 50', { hits: 99, dashes: 49 }],
  ['not enough play: 0 wall contacts of 200', { contacts: 0 }],
  ['not enough play: 1 of 8 connections ended', { lost: 1 }],
])('%s', (words, changes) => {
  const little = verdict(changes);
  expect([inWords(little), passes(little)]).toEqual([words, false]);
});

test('in less than a minute less play is enough, in more than a minute the same', () => {
  const half = { moved: 12_000, shots: 250, hits: 50, dashes: 25, contacts: 100 };
  expect(verdict(half, 0, CELL, 30).kind).toBe('green');
  expect(verdict(half, 0, CELL, 31).kind).toBe('little');
  expect(verdict({ moved: 48_000 }, 0, CELL, 120).kind).toBe('green');
});

test('a machine that was late voids what it may have spoilt, and excuses nothing else', () => {
  expect(verdict({ starved: 2880, shots: 0 }, 1.1).kind).toBe('void');
  expect(verdict({ starved: 2880 }, 1).kind).toBe('red');
  expect(verdict(causes(1), 50).kind).toBe('red');
});

test('a client that is wrong on purpose must be noticed by what was named', () => {
  const fault: CellPlan = { ...CELL, fault: 'wrong-constant', red: ['unexplained'] };
  const unnoticed = verdict({ starved: 2880 }, 0, fault);
  expect([inWords(unnoticed), passes(unnoticed)]).toEqual([
    'the fault stayed unnoticed by unexplained',
    false,
  ]);
  const noticed = verdict(causes(7), 0, fault);
  expect([inWords(noticed), passes(noticed)]).toEqual([
    'red as it must be: unexplained 7 corrections, at most 0',
    true,
  ]);
  expect(verdict({ starved: 2880 }, 2, fault).kind, 'a late machine may not have shown it').toBe('void');
});

test('players add up', () => {
  const one = {
    ...well(),
    ...causes(1),
    needle: { agreed: 1, denied: 1, unseen: 2, refused: 0, gone: 0 },
    mismatches: 1,
  };
  const both = sum([one, { ...well(), mismatches: 2 }]);
  expect([both.shots, both.corrections.length, both.causes.unexplained]).toEqual([1000, 2000, 1]);
  expect([both.mismatches, both.needle, both.stitches]).toEqual([3, one.needle, null]);
});

test('a percentile is the value that so many do not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => at + 1);
  expect([0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 95, 99, 100]);
  expect(percentile([], 0.5)).toBeNull();
});
