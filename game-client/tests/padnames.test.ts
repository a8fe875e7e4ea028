import { expect, test } from 'vitest';
import {
  bindPad,
  DEFAULT_PAD_BINDINGS,
  isPadCode,
  PAD_CONTROLS,
  padControlOf,
  readPadBindings,
  type PadControl,
} from '../src/settings/padbindings.ts';
import { openSettings } from '../src/settings/settings.ts';
import { KeyNames } from '../src/ui/keynames.ts';
import { ControlNames, padKind, padName } from '../src/ui/padnames.ts';
import { isKey } from '../src/ui/say.ts';
import { dualShock, unknown, xbox } from './pads.ts';

test.each([
  [xbox().id, 'standard', 'xbox'],
  ['045e-028e-Microsoft X-Box 360 pad', 'standard', 'xbox'],
  ['xinput', 'standard', 'xbox'],
  [dualShock().id, 'standard', 'playstation'],
  ['DualSense Wireless Controller (STANDARD GAMEPAD Vendor: 054c Product: 0ce6)', 'standard', 'playstation'],
  ['Pro Controller (STANDARD GAMEPAD Vendor: 057e Product: 2009)', 'standard', 'other'],
  [dualShock().id, '', 'other'],
])('%s with the mapping "%s" is a pad of the kind %s', (id, mapping, kind) => {
  expect(padKind({ id, mapping })).toBe(kind);
});

test.each([
  ['Button0', xbox(), 'A'],
  ['Button0', dualShock(), '✕'],
  ['Button7', dualShock(), 'R2'],
  ['Button17', dualShock(), 'Touchpad'],
  ['Button17', xbox(), 'Button 18'],
  ['Button2', unknown(), 'Button 3'],
  ['Button2', null, 'Button 3'],
  ['Axis5+', unknown(), 'Axis 6 +'],
  ['', xbox(), 'no button'],
])('the button %j is called by what is printed on it', (code, pad, name) => {
  expect(padName(code, pad)).toBe(name);
});

test('every_control_of_a_pad_has_a_name', () => {
  expect(PAD_CONTROLS.filter((control) => !isKey(`control.${control}`))).toEqual([]);
});

test('controls_are_named_by_what_was_used_last', () => {
  let used: ReturnType<typeof xbox> | null = null;
  const settings = openSettings({ read: () => null, write: () => undefined });
  const names = new ControlNames(settings, new KeyNames(undefined), () => used);
  expect([names.isPad, names.of('dash'), names.menu]).toEqual([false, 'Space', 'Esc']);
  used = xbox();
  expect([names.isPad, names.of('dash'), names.menu]).toEqual([true, 'A', 'Menu']);
  expect(names.sticks).toEqual({ walk: 'left stick', aim: 'right stick' });
  settings.set('pad', { swapSticks: true });
  expect(names.sticks).toEqual({ walk: 'right stick', aim: 'left stick' });
});

test('every_default_can_be_bound_and_no_two_are_the_same', () => {
  const codes = PAD_CONTROLS.map((control) => DEFAULT_PAD_BINDINGS[control]).filter((code) => code !== '');
  expect(codes.filter((code) => !isPadCode(code))).toEqual([]);
  expect(new Set(codes).size).toBe(codes.length);
});

test.each([
  ['Button0', true],
  ['Button31', true],
  ['Axis2-', true],
  ['Axis15+', true],
  ['Button32', false],
  ['Button', false],
  ['Axis0+', false],
  ['Axis1-', false],
  ['Axis4', false],
  ['Up', false],
  ['', false],
])('%j can be bound on a pad: %s', (code, answer) => {
  expect(isPadCode(code)).toBe(answer);
});

test('the_right_shoulder_dashes_until_a_control_takes_it', () => {
  expect(padControlOf(DEFAULT_PAD_BINDINGS, 'Button5')).toBe('dash');
  const { bindings } = bindPad(DEFAULT_PAD_BINDINGS, 'mute', 'Button5');
  expect([padControlOf(bindings, 'Button5'), padControlOf(bindings, 'Button0')]).toEqual(['mute', 'dash']);
  expect(padControlOf(bindings, 'Button16')).toBeNull();
});

test.each<[string, unknown, Partial<Record<PadControl, string>>]>([
  ['nothing', undefined, {}],
  ['a_good_one', { dash: 'Button10' }, { dash: 'Button10' }],
  ['a_key', { dash: 'KeyF' }, {}],
  ['a_swap', { dash: 'Button9', menu: 'Button0' }, { dash: 'Button9', menu: 'Button0' }],
  ['two_on_one_button', { fire: 'Button1', dash: 'Button1' }, { fire: 'Button1' }],
])('buttons_are_read_from_%s', (_name, stored, changes) => {
  expect(readPadBindings(stored)).toEqual({ ...DEFAULT_PAD_BINDINGS, ...changes });
});
