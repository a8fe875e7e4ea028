import { expect, test } from 'vitest';
import { CAUSES, type Cause } from '../src/predict/corrections.ts';
import { attend, figuresOf, judge, newAttention, REASONS, type Figures } from '../src/predict/health.ts';
import {
  arrived,
  carried,
  countOver,
  newLine,
  pictured,
  settleAnew,
  type Line,
} from '../src/predict/line.ts';
import { SNAPSHOT_FLAGS } from '../src/protocol/messages.gen.ts';
import { newState } from '../src/state/state.ts';
import { isKey } from '../src/ui/say.ts';
import { Stage } from './stage.ts';

const CALM: Figures = { silentMs: 40, slow: 0, step: 0, missed: 0.01, late: 0.01, roundTripMs: 150 };

test.each<[Partial<Figures>, string, string | null, number]>([
  [{}, 'good', null, 0],
  [{ roundTripMs: null }, 'good', null, 0],
  [{ silentMs: 999 }, 'good', null, 0],
  [{ silentMs: 2400 }, 'bad', 'silent', 2],
  [{ slow: 0.3 }, 'uneven', 'busy', 0],
  [{ slow: 0.7 }, 'bad', 'busy', 0],
  [{ step: 1 }, 'uneven', 'behind', 0],
  [{ step: 3 }, 'bad', 'behind', 0],
  [{ missed: 0.05 }, 'uneven', 'bursts', 0],
  [{ missed: 0.3 }, 'bad', 'bursts', 0],
  [{ late: 0.05 }, 'uneven', 'late', 0],
  [{ late: 0.5 }, 'bad', 'late', 0],
  [{ roundTripMs: 340.4 }, 'uneven', 'far', 340],
  [{ roundTripMs: 900 }, 'bad', 'far', 900],
  // The worst is told, and of equals the one that explains the others.
  [{ missed: 0.1, late: 0.3 }, 'bad', 'late', 0],
  [{ step: 2, missed: 0.1, late: 0.1 }, 'uneven', 'behind', 0],
  [{ silentMs: 1000, step: 3, missed: 0.5 }, 'bad', 'silent', 1],
  // Whoever draws too seldom finds everything late.
  [{ slow: 0.3, missed: 0.5, late: 0.5 }, 'bad', 'busy', 0],
])('a_line_with_%j_is_%s_because_of_%s', (figures, level, reason, amount) => {
  expect(judge({ ...CALM, ...figures })).toEqual({ level, reason, amount });
});

test('every_reason_and_every_cause_has_words', () => {
  const keys = [...REASONS.map((reason) => `line.${reason}`), ...CAUSES.map((cause) => `cause.${cause}`)];
  expect(keys.filter((key) => !isKey(key))).toEqual([]);
});

const GOOD = judge(CALM);
const BURSTS = judge({ ...CALM, missed: 0.1 });
const LATE = judge({ ...CALM, late: 0.1 });

/** What is shown at each step of 100 ms. */
function shown(course: readonly [typeof GOOD, number][]): (string | null)[] {
  const attention = newAttention(0);
  let nowMs = 0;
  return course.flatMap(([health, steps]) =>
    Array.from({ length: steps }, () => attend(attention, health, (nowMs += 100))?.reason ?? null),
  );
}

test('a_word_comes_after_a_second_of_trouble_and_goes_after_three_of_calm', () => {
  const words = shown([
    [GOOD, 10],
    [BURSTS, 20],
    [GOOD, 40],
  ]);
  expect(words.indexOf('bursts')).toBe(10 + 10);
  expect(words.lastIndexOf('bursts')).toBe(10 + 20 + 29);
});

test('what_lasts_less_than_a_second_is_not_told_and_calm_is_counted_anew', () => {
  expect(
    shown([
      [BURSTS, 9],
      [GOOD, 5],
      [BURSTS, 9],
      [GOOD, 50],
    ]),
  ).not.toContain('bursts');
  const flickers = shown([
    [BURSTS, 20],
    [GOOD, 20],
    [BURSTS, 1],
    [GOOD, 29],
  ]);
  expect(flickers.slice(15)).not.toContain(null);
});

test('another_reason_waits_until_the_first_was_read', () => {
  const words = shown([
    [BURSTS, 12],
    [LATE, 20],
  ]);
  expect(words.lastIndexOf('bursts') - words.indexOf('bursts')).toBe(9);
  expect(words.at(-1)).toBe('late');
});

test('silence_is_told_at_once_and_with_its_seconds', () => {
  const attention = newAttention(0);
  const silence = (silentMs: number): typeof GOOD => judge({ ...CALM, silentMs });
  expect(attend(attention, silence(900), 900)).toBe(null);
  expect(attend(attention, silence(1000), 1000)).toEqual({ level: 'bad', reason: 'silent', amount: 1 });
  expect(attend(attention, silence(2100), 2100)?.amount).toBe(2);
  expect(attend(attention, BURSTS, 2200)?.reason).toBe('bursts');
});

/** So many seconds of snapshots and pictures, with whatever befalls them. */
function play(line: Line, fromMs: number, toMs: number, befall: Befall = {}): void {
  for (let at = 0; fromMs + at * 16 < toMs; at++) {
    const nowMs = fromMs + at * 16;
    if (at % 2 === 0) {
      const flags = befall.late === true ? SNAPSHOT_FLAGS.late : 0;
      const { cause } = befall;
      carried(line, 30, 100, nowMs);
      arrived(line, flags, 1, cause ? { tick: at, cause, distance: 3 } : null, nowMs);
    }
    if (at % (befall.every ?? 1) === 0) {
      pictured(line, befall.missed !== true, nowMs);
    }
  }
}

interface Befall {
  readonly late?: boolean;
  readonly cause?: Cause;
  readonly missed?: boolean;
  /** A picture is drawn in one of so many turns. */
  readonly every?: number;
}

test.each<[string, Befall, Partial<Record<keyof Figures, number>>]>([
  ['nothing', {}, { missed: 0, late: 0, slow: 0 }],
  ['missing snapshots', { missed: true }, { missed: 1, late: 0 }],
  ['late inputs', { late: true }, { late: 1, missed: 0 }],
  ['starved ticks', { cause: 'starved' }, { late: 1 }],
  ['hits', { cause: 'hit' }, { late: 0 }],
  ['few pictures', { every: 8 }, { slow: 1, missed: 0 }],
])('%s_show_in_the_figures_of_the_last_seconds', (_name, befall, expected) => {
  const line = newLine(0);
  play(line, 0, 4000);
  play(line, 4000, 8000, befall);
  const figures = figuresOf(line, newState(), null, 8000);
  for (const [name, value] of Object.entries(expected)) {
    expect(figures[name as keyof Figures], name).toBeCloseTo(value, 1);
  }
  play(line, 8000, 12_000);
  expect(judge(figuresOf(line, newState(), null, 12_000)).level).toBe('good');
});

test('a_line_that_is_new_or_a_page_that_was_away_settles_first', () => {
  const line = newLine(0);
  play(line, 0, 2900, { missed: true, late: true });
  expect(judge(figuresOf(line, newState(), null, 2900)).level).toBe('good');
  play(line, 2900, 6000);
  // Nothing was drawn for a minute, because nobody looked.
  settleAnew(line, 66_000);
  play(line, 66_000, 67_000);
  expect(judge(figuresOf(line, newState(), null, 67_000)).level).toBe('good');
});

test('only_a_room_that_goes_on_is_silent', () => {
  const line = newLine(0);
  play(line, 0, 1000);
  expect(figuresOf(line, newState(), null, 3000).silentMs).toBeGreaterThan(2000);
  expect(figuresOf(line, { ...newState(), pace: 0 }, null, 3000).silentMs).toBe(0);
});

test('the_last_ten_seconds_are_kept_and_whole_quarters_counted', () => {
  const line = newLine(0);
  play(line, 0, 30_150);
  expect(line.arrivals.length).toBeGreaterThan(10_000 / 32 - 3);
  expect(line.arrivals.length).toBeLessThan(10_000 / 32 + 3);
  expect(countOver(line, 'down', 2000, 30_150) / 2).toBeCloseTo(100 / 0.032, -2);
  expect(countOver(line, 'up', 2000, 30_150) / 2).toBeCloseTo(30 / 0.032, -2);
  expect(countOver(line, 'down', 2000, 40_000)).toBe(0);
});

test('a_return_elsewhere_is_no_fault_of_the_line', () => {
  const line = newLine(0);
  arrived(line, 0, null, { tick: 1, cause: 'return', distance: 300 }, 0);
  arrived(line, 0, null, { tick: 2, cause: 'hit', distance: 3 }, 33);
  expect(line.arrivals.map(({ corrected }) => corrected)).toEqual([0, 3]);
});

test('a_visit_counts_bytes_keyframes_and_silence', async () => {
  const stage = new Stage();
  await stage.welcome();
  stage.frames(120, 100);
  const { line } = stage.play;
  expect(line.keyframes).toBe(line.arrivals.length);
  expect(line.arrivals.at(-1)?.gapMs).toBeCloseTo(1000 / 30, 5);
  expect(countOver(line, 'down', 1000, stage.nowMs)).toBeGreaterThan(30 * 20);
  expect(countOver(line, 'up', 1000, stage.nowMs)).toBeGreaterThan(10 * 6);
  stage.wait(1500);
  expect(figuresOf(line, stage.play.state, null, stage.nowMs).silentMs).toBeCloseTo(1500, 5);
});
