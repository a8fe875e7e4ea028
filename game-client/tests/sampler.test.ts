import { expect, test } from 'vitest';
import {
  message,
  newSampler,
  press,
  release,
  releaseAll,
  sample,
  want,
  wantAtHand,
  wantNext,
  type Sampler,
} from '../src/input/sampler.ts';
import type { Ack, InputMessage } from '../src/protocol/messages.gen.ts';
import { DASH, FIRE } from '../src/sim/input.ts';

const SEEN = { tick: 94, share: 0.5 };

/** Samples a tick and asks for a message, as a frame does; the clock is the tick at 60 Hz. */
function frame(sampler: Sampler, tick: number, ack = tick - 3, tickRate = 60): InputMessage | Ack | null {
  sample(sampler, tick);
  return message(sampler, ack, SEEN, (tick * 1000) / 60, tickRate, false);
}

function started(): Sampler {
  const sampler = newSampler();
  frame(sampler, 99);
  return sampler;
}

test('a_press_is_sent_at_once_and_a_held_key_every_second_tick', () => {
  const sampler = started();
  press(sampler, 'right');
  const sent = [100, 101, 102, 103, 104].map((tick) => frame(sampler, tick));
  expect(sent.map((each) => each?.kind ?? null)).toEqual(['input', null, 'input', null, 'input']);
  expect(sent[2]).toMatchObject({ ack: 99, ahead: 3, runs: [{ ticks: 2, held: 0, walk: 1, aim: 0 }] });
});

test('runs_cover_every_tick_since_the_last_message', () => {
  const sampler = started();
  press(sampler, 'right');
  let covered = 0;
  for (let tick = 100; tick < 160; tick++) {
    if (tick % 7 === 0) {
      press(sampler, 'fire');
    } else if (tick % 7 === 3) {
      release(sampler, 'fire');
    }
    const sent = frame(sampler, tick);
    if (sent?.kind === 'input') {
      covered += sent.runs.reduce((sum, run) => sum + run.ticks, 0);
      expect(sent.ack + sent.ahead).toBe(tick);
      expect(covered).toBe(tick - 99);
    }
  }
  expect(covered).toBeGreaterThan(50);
});

test('a_release_is_sent_at_once_and_then_silence_means_neutral', () => {
  const sampler = started();
  press(sampler, 'up');
  frame(sampler, 100);
  release(sampler, 'up');
  expect(frame(sampler, 101)).toMatchObject({ kind: 'input', runs: [{ ticks: 1, held: 0, walk: 0 }] });
  for (let tick = 102; tick < 107; tick++) {
    expect(frame(sampler, tick)).toBeNull();
  }
});

test('an_idle_client_acknowledges_ten_times_a_second', () => {
  const sampler = started();
  const sent = Array.from({ length: 120 }, (_, tick) => frame(sampler, 100 + tick));
  const acks = sent.filter((each) => each !== null);
  expect(acks.every((each) => each.kind === 'ack')).toBe(true);
  expect(acks.length).toBeGreaterThanOrEqual(18);
  expect(acks.length).toBeLessThanOrEqual(21);
  expect(acks[0]).toEqual({ kind: 'ack', tick: expect.any(Number) as number, hidden: 0 });
});

test('a_hidden_page_acknowledges_twice_a_second', () => {
  const sampler = started();
  const due = (ms: number): boolean => message(sampler, 96, SEEN, 10_000 + ms, 60, true) !== null;
  expect([0, 100, 400, 499, 500, 900, 1000].map(due)).toEqual([true, false, false, false, true, false, true]);
});

test('a_moving_aim_is_sent_though_nothing_is_held', () => {
  const sampler = started();
  const kinds = [];
  for (let tick = 100; tick < 106; tick++) {
    sampler.aim = tick * 100;
    kinds.push(frame(sampler, tick)?.kind ?? null);
  }
  expect(kinds).toEqual([null, 'input', null, 'input', null, 'input']);
  // And once it rests, the last word about it has been said.
  expect(frame(sampler, 106)).toBeNull();
});

test('a_tap_between_two_ticks_still_counts', () => {
  const sampler = started();
  press(sampler, 'dash');
  release(sampler, 'dash');
  expect(frame(sampler, 100)).toMatchObject({ runs: [{ held: DASH }] });
  expect(frame(sampler, 101)).toMatchObject({ runs: [{ held: 0 }] });
});

test('a_press_that_lost_its_keyboard_is_let_go', () => {
  const sampler = started();
  press(sampler, 'fire');
  press(sampler, 'left');
  expect(frame(sampler, 100)).toMatchObject({ runs: [{ held: FIRE, walk: 33 }] });
  releaseAll(sampler);
  expect(frame(sampler, 101)).toMatchObject({ runs: [{ held: 0, walk: 0 }] });
});

test('opposite_keys_cancel_and_two_keys_walk_slantwise', () => {
  const sampler = started();
  press(sampler, 'left');
  press(sampler, 'right');
  expect(sample(sampler, 100).walk).toBe(0);
  release(sampler, 'left');
  press(sampler, 'down');
  expect(sample(sampler, 101).walk).toBe(1 + 8);
});

test.each([
  [20, 1],
  [30, 1],
  [60, 2],
  [120, 4],
])('at_%i_hz_a_held_key_is_sent_every_%i_ticks', (rate, every) => {
  const sampler = started();
  press(sampler, 'right');
  frame(sampler, 100, 97, rate);
  const sent = Array.from({ length: every * 3 }, (_, tick) => frame(sampler, 101 + tick, 97, rate));
  expect(sent.filter((each) => each !== null).length).toBe(3);
});

test('what_was_before_a_gap_is_not_told', () => {
  const sampler = started();
  press(sampler, 'right');
  sample(sampler, 100);
  sample(sampler, 140);
  expect(message(sampler, 137, SEEN, 3000, 60, false)).toMatchObject({ ahead: 3, runs: [{ ticks: 1 }] });
});

test('a_weapon_is_wanted_by_its_slot_and_a_slot_without_one_is_no_wish', () => {
  const sampler = started();
  const wishes = [2, 3, 0, 1].map((slot) => {
    want(sampler, slot, [0, 1, 2]);
    return sampler.weapon;
  });
  expect(wishes).toEqual([2, 2, 0, 1]);
});

test('next_and_previous_go_round_even_after_a_weapon_was_taken_out_of_the_game', () => {
  const sampler = started();
  const turns = [
    [1, [0, 1, 2]],
    [1, [0, 1, 2]],
    [1, [0, 1, 2]],
    [-1, [0, 1, 2]],
    [1, [0, 1]],
    [1, [0, 3]],
    [-1, [0]],
    [1, []],
  ] as const;
  const wishes = turns.map(([by, slots]) => {
    wantNext(sampler, by, slots);
    return sampler.weapon;
  });
  expect(wishes).toEqual([1, 2, 0, 2, 0, 3, 0, 0]);
});

test('a_weapon_that_is_gone_is_wanted_no_more', () => {
  const sampler = started();
  want(sampler, 2, [0, 1, 2]);
  wantAtHand(sampler, [0, 1, 2]);
  expect(sampler.weapon).toBe(2);
  wantAtHand(sampler, [0, 1]);
  expect(sampler.weapon).toBe(0);
  wantAtHand(sampler, [0, 1, 2]);
  expect(sampler.weapon).toBe(0);
});

test('letting_go_of_everything_keeps_the_wanted_weapon', () => {
  const sampler = started();
  wantNext(sampler, 1, [0, 1]);
  releaseAll(sampler);
  expect(sampler.weapon).toBe(1);
});
