import { expect, test } from 'vitest';
import { stepMs, tickLengthMs, tuningAt } from '../src/predict/tuning.ts';
import {
  bind,
  controlOf,
  DEFAULT_BINDINGS,
  orderOf,
  SANDBOX_KEYS,
  SANDBOX_ORDERS,
} from '../src/settings/bindings.ts';
import { receive } from '../src/state/receive.ts';
import { isPaused, newState } from '../src/state/state.ts';
import { isKey } from '../src/ui/say.ts';
import { tuningMessage } from './tunings.ts';

test('every_order_has_words_and_a_key_of_its_own_that_no_control_has', () => {
  const codes = SANDBOX_ORDERS.map((order) => SANDBOX_KEYS[order]);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.filter((code) => controlOf(DEFAULT_BINDINGS, code) !== null)).toEqual([]);
  expect(SANDBOX_ORDERS.filter((order) => !isKey(`sandbox.${order}`))).toEqual([]);
});

test('a_control_that_is_bound_to_a_key_of_the_sandbox_goes_first', () => {
  expect(orderOf(DEFAULT_BINDINGS, 'KeyP')).toBe('pause');
  expect(orderOf(DEFAULT_BINDINGS, 'KeyW')).toBeNull();
  expect(orderOf(bind(DEFAULT_BINDINGS, 'dash', 'KeyP').bindings, 'KeyP')).toBeNull();
});

test.each([
  [null, 1, false],
  [4, 1, false],
  [1, 4, false],
  [0, 1, true],
])('at_the_pace_%s_a_tick_takes_%s_times_as_long', (pace, times, paused) => {
  const state = newState();
  receive(state, tuningMessage(0), 0);
  if (pace !== null) {
    receive(state, { kind: 'sandbox', pace }, 0);
  }
  const tuning = tuningAt(state, 0);
  expect(tuning === null ? null : tickLengthMs(tuning, state)).toBe(
    tuning === null ? undefined : stepMs(tuning) * times,
  );
  expect(isPaused(state)).toBe(paused);
});
