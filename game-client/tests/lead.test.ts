import { expect, test } from 'vitest';
import { came, follow, newDelay } from '../src/predict/delay.ts';
import { heard, newLead, sent, type Lead } from '../src/predict/lead.ts';

const TICK_MS = 1000 / 60;

/** A fixed course of chance. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

interface Way {
  readonly ms: number;
  readonly jitterMs: number;
  /** From when to when nothing arrives. */
  readonly stall?: readonly [number, number];
}

/** Times of arrival over one direction, in order, as TCP has it. */
function road({ ms, jitterMs, stall }: Way, seed: number): (atMs: number) => number {
  const next = chance(seed);
  let last = 0;
  return (atMs) => {
    let due = atMs + ms - jitterMs - Math.log(next()) * jitterMs;
    if (stall !== undefined && due >= stall[0] && due < stall[1]) {
      due = stall[1];
    }
    last = Math.max(last, due);
    return last;
  };
}

interface Played {
  readonly line: Lead;
  /** For each message: when it was sent, and how many ticks before its use its head came. */
  readonly heads: { readonly atMs: number; readonly lead: number }[];
  /** How far ahead the stamp was, each second. */
  readonly aheads: number[];
}

/** A client that stamps and sends an input every two ticks, and a server that answers with a snapshot as often. */
function play(up: Way, down: Way, seconds: number): Played {
  const [there, back] = [road(up, 7), road(down, 11)];
  const line = newLead();
  const heads: Played['heads'] = [];
  const aheads: number[] = [];
  const coming: { readonly atMs: number; readonly head: number; readonly sentMs: number }[] = [];
  const snapshots: {
    readonly atMs: number;
    readonly tick: number;
    readonly lead: number;
    readonly late: boolean;
  }[] = [];
  let lead = 0;
  let isFresh = false;
  for (let tick = 0; tick < seconds * 60; tick++) {
    const nowMs = tick * TICK_MS;
    for (let at = coming.findIndex(({ atMs }) => atMs <= nowMs); at >= 0;) {
      const [message] = coming.splice(at, 1);
      const came = (message?.head ?? 0) - tick;
      lead = isFresh ? Math.min(lead, came) : came;
      isFresh = true;
      heads.push({ atMs: message?.sentMs ?? 0, lead: came });
      at = coming.findIndex(({ atMs }) => atMs <= nowMs);
    }
    if (tick % 2 === 0) {
      snapshots.push({ atMs: back(nowMs), tick, lead, late: isFresh && lead < 1 });
      isFresh = false;
      // The client's clock is that of the snapshots that came with the least delay.
      const head = Math.floor(tick - (down.ms - down.jitterMs) / TICK_MS + line.ahead);
      sent(line, head);
      coming.push({ atMs: there(nowMs), head, sentMs: nowMs });
    }
    while ((snapshots[0]?.atMs ?? Infinity) <= nowMs) {
      const snapshot = snapshots.shift();
      heard(line, snapshot?.tick ?? 0, snapshot?.lead ?? 0, snapshot?.late ?? false, TICK_MS);
    }
    if (tick % 60 === 59) {
      aheads.push(line.ahead);
    }
  }
  return { line, heads, aheads };
}

/** The share of messages sent in this span whose older tick came too late. */
function late({ heads }: Played, fromMs: number, toMs: number): number {
  const sentThen = heads.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  return sentThen.filter(({ lead }) => lead < 1).length / sentThen.length;
}

test.each([
  ['fibre', 8, 1, 2],
  ['4g', 50, 21, 13],
  ['far', 75, 21, 16],
])('over_%s_inputs_come_in_time_and_not_long_before', (_name, ms, jitterMs, most) => {
  const played = play({ ms, jitterMs }, { ms, jitterMs }, 60);
  expect(late(played, 5_000, 60_000)).toBeLessThan(0.01);
  const waits = played.heads.filter(({ atMs }) => atMs > 5_000).map(({ lead }) => lead);
  expect(waits.reduce((sum, lead) => sum + lead, 0) / waits.length).toBeLessThan(7);
  expect(played.line.ahead).toBeLessThan(most + 3);
});

test('the_first_answers_set_it_right_at_once', () => {
  const played = play({ ms: 75, jitterMs: 0 }, { ms: 75, jitterMs: 0 }, 3);
  expect(played.aheads[0]).toBeGreaterThan(9);
  expect(late(played, 400, 3_000)).toBe(0);
});

test('a_stall_moves_it_by_little_and_not_for_long', () => {
  const even = { ms: 50, jitterMs: 5 };
  const [calm, stalled] = [undefined, [20_000, 20_200] as const].map((stall) =>
    play(stall === undefined ? even : { ...even, stall }, even, 40),
  );
  const [before, after] = [calm?.aheads.at(-1) ?? 0, stalled?.aheads.at(-1) ?? 0];
  expect(Math.max(...(stalled?.aheads.slice(20) ?? []))).toBeLessThan(before + 4);
  expect(after).toBeLessThan(before + 1.5);
});

test('P-INPUT-4: it_never_comes_earlier_than_the_server_keeps_it', () => {
  // So uneven that some are late whatever one does: a stamp that follows them all would have the rest used too early.
  const uneven = { ms: 60, jitterMs: 160 };
  const played = play(uneven, uneven, 120);
  const leads = played.heads.filter(({ atMs }) => atMs > 5_000).map(({ lead }) => lead);
  expect(Math.max(...leads)).toBeLessThanOrEqual(29);
});

test('the_others_are_drawn_as_near_to_the_present_as_the_line_allows', () => {
  const settled = (lateMs: (at: number) => number): number => {
    const delay = newDelay();
    for (let at = 0; at < 600; at++) {
      came(delay, lateMs(at));
      follow(delay, at * 33, 33, 200);
      follow(delay, at * 33 + 16, 33, 200);
    }
    return delay.ms;
  };
  expect(settled(() => 0)).toBe(50);
  expect(settled((at) => (at % 10) * 5)).toBeCloseTo(33 + 45 + 6, 0);
  // One late snapshot in four seconds is not worth a longer delay, and none is longer than the tuning allows.
  expect(settled((at) => (at % 128 === 0 ? 300 : 0))).toBe(50);
  expect(settled((at) => (at % 3) * 200)).toBe(200);
});

test('the_delay_moves_softly', () => {
  const delay = newDelay();
  follow(delay, 0, 33, 200);
  for (let at = 0; at < 130; at++) {
    came(delay, 100);
  }
  follow(delay, 100, 33, 200);
  expect(delay.ms).toBeCloseTo(67 + 4);
  follow(delay, 5_000, 33, 200);
  expect(delay.ms).toBe(139);
  for (let at = 0; at < 130; at++) {
    came(delay, 0);
  }
  follow(delay, 5_100, 33, 200);
  expect(delay.ms).toBeCloseTo(139 - 2);
});
