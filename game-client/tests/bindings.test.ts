import { expect, test } from 'vitest';
import {
  bind,
  controlOf,
  CONTROLS,
  DEFAULT_BINDINGS,
  isBindable,
  readBindings,
  type Control,
} from '../src/settings/bindings.ts';

test('every_default_is_a_key_that_can_be_bound_and_no_two_are_the_same', () => {
  const codes = CONTROLS.map((control) => DEFAULT_BINDINGS[control]);
  expect(codes.filter((code) => !isBindable(code))).toEqual([]);
  expect(new Set(codes).size).toBe(CONTROLS.length);
});

test.each([
  ['KeyF', true],
  ['F5', true],
  ['Mouse4', true],
  ['NumpadSubtract', true],
  ['IntlBackslash', true],
  ['Escape', false],
  ['ControlLeft', false],
  ['ShiftRight', false],
  ['AltGraph', false],
  ['MetaLeft', false],
  ['F11', false],
  ['CapsLock', false],
  ['Unidentified', false],
  ['', false],
  ['key e', false],
  ['__proto__', false],
])('%j_can_be_bound: %s', (code, answer) => {
  expect(isBindable(code)).toBe(answer);
});

test('the_arrows_walk_until_a_control_takes_one', () => {
  expect(controlOf(DEFAULT_BINDINGS, 'ArrowUp')).toBe('up');
  const { bindings } = bind(DEFAULT_BINDINGS, 'dash', 'ArrowUp');
  expect([controlOf(bindings, 'ArrowUp'), controlOf(bindings, 'KeyW')]).toEqual(['dash', 'up']);
  expect(controlOf(bindings, 'KeyZ')).toBeNull();
});

test.each<[string, Control, string, Control | null, Partial<Record<Control, string>>]>([
  ['a_free_key_is_taken', 'dash', 'KeyF', null, { dash: 'KeyF' }],
  ['a_key_of_another_is_swapped', 'dash', 'KeyR', 'reload', { dash: 'KeyR', reload: 'Space' }],
  ['a_button_and_a_key_swap_too', 'fire', 'KeyQ', 'next', { fire: 'KeyQ', next: 'Mouse0' }],
  ['its_own_key_changes_nothing', 'dash', 'Space', null, {}],
])('%s', (_name, control, code, swapped, changes) => {
  expect(bind(DEFAULT_BINDINGS, control, code)).toEqual({
    bindings: { ...DEFAULT_BINDINGS, ...changes },
    swapped,
  });
});

test.each<[string, unknown, Partial<Record<Control, string>>]>([
  ['nothing_stored', undefined, {}],
  ['a_good_one', { dash: 'KeyF' }, { dash: 'KeyF' }],
  ['a_broken_one_beside_a_good_one', { dash: 7, reload: 'KeyX' }, { reload: 'KeyX' }],
  ['one_that_cannot_be_bound', { dash: 'ControlLeft' }, {}],
  ['two_on_one_key', { up: 'KeyX', dash: 'KeyX' }, { up: 'KeyX' }],
  ['a_swap', { dash: 'KeyR', reload: 'Space' }, { dash: 'KeyR', reload: 'Space' }],
  ['a_default_that_another_took', { up: 'Space', dash: 'Escape' }, { up: 'Space', dash: '' }],
  ['a_key_taken_away', { dash: '' }, { dash: '' }],
])('bindings_are_read_from_%s', (_name, stored, changes) => {
  const read = readBindings(stored);
  expect(read).toEqual({ ...DEFAULT_BINDINGS, ...changes });
  const codes = Object.values(read).filter((code) => code !== '');
  expect(new Set(codes).size).toBe(codes.length);
});
