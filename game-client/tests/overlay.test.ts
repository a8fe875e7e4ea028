import { expect, test } from 'vitest';
import { CONTROLS } from '../src/settings/bindings.ts';
import { DEFAULTS, type Settings } from '../src/settings/settings.ts';
import { captionText } from '../src/ui/captions.ts';
import { hintOf, nextHint } from '../src/ui/hints.ts';
import { isIdle, newIdle, stir, WARNED_AFTER } from '../src/ui/idle.ts';
import { keyName } from '../src/ui/keynames.ts';
import { isMotionReduced } from '../src/ui/look.ts';
import { isKey } from '../src/ui/say.ts';

const AZERTY = new Map([
  ['KeyQ', 'a'],
  ['KeyW', 'z'],
  ['Digit1', '&'],
  ['Semicolon', 'm'],
]);

test.each([
  ['KeyW', null, 'W'],
  ['KeyW', AZERTY, 'Z'],
  ['Digit1', AZERTY, '1'],
  ['Semicolon', null, ';'],
  ['Semicolon', AZERTY, 'M'],
  ['Space', AZERTY, 'Space'],
  ['ArrowUp', null, '↑'],
  ['Numpad4', null, 'Num 4'],
  ['Mouse0', null, 'left button'],
  ['F5', null, 'F5'],
  ['', null, 'no key'],
])('the_key_%j_is_called_by_what_is_printed_on_it', (code, layout, name) => {
  expect(keyName(code, layout)).toBe(name);
});

test('every_control_has_a_name', () => {
  expect(CONTROLS.filter((control) => !isKey(`control.${control}`))).toEqual([]);
});

function used(...hints: (keyof Settings['used'])[]): Settings['used'] {
  return { ...DEFAULTS.used, ...Object.fromEntries(hints.map((hint) => [hint, true])) };
}

test.each([
  [used(), 2, true, 'walk'],
  [used('walk'), 2, true, 'fire'],
  [used('walk', 'dash'), 2, true, 'fire'],
  [used('walk', 'fire'), 2, true, 'dash'],
  [used('walk', 'fire', 'dash'), 2, true, 'switch'],
  [used('walk', 'fire', 'dash', 'switch'), 2, true, 'wind'],
  [used('walk', 'fire', 'dash', 'switch'), 2, false, 'shield'],
  [used('walk', 'fire', 'dash', 'shield'), 1, false, null],
  [used('walk', 'fire', 'dash'), 1, true, 'wind'],
  [used('walk', 'fire', 'wind', 'dash', 'switch'), 2, true, 'shield'],
  [used('walk', 'fire', 'wind', 'dash', 'switch', 'shield'), 2, true, null],
])('hints_come_one_after_another_and_only_for_what_was_not_done', (done, weapons, isLoose, next) => {
  expect(nextHint(done, { weapons, isLoose })).toBe(next);
});

test.each([
  ['left', 'walk'],
  ['fire', 'fire'],
  ['slot3', 'switch'],
  ['scores', null],
] as const)('the_control_%s_follows_the_hint_%s', (control, hint) => {
  expect(hintOf(control)).toBe(hint);
});

/** The shipped one, and when it warns. */
const LIMIT_MS = 40_000;
const WARNED_AFTER_MS = LIMIT_MS * WARNED_AFTER;

test('who_does_nothing_for_half_of_the_limit_is_warned_until_they_stir', () => {
  const idle = newIdle(1000);
  const rests = { holds: false, aim: 0 };
  const at = (ms: number): boolean => isIdle(idle, rests, 1000 + ms, LIMIT_MS);
  expect([at(0), at(WARNED_AFTER_MS - 1), at(WARNED_AFTER_MS)]).toEqual([false, false, true]);
  stir(idle, 1000 + WARNED_AFTER_MS);
  expect([at(WARNED_AFTER_MS), at(2 * WARNED_AFTER_MS)]).toEqual([false, true]);
  expect(isIdle(idle, rests, 10 * LIMIT_MS, 0)).toBe(false);
});

test.each([
  ['a_held_key', (): boolean => true, (): number => 0],
  ['a_moving_aim', (): boolean => false, (second: number): number => second],
])('%s_is_no_idleness', (_name, holds, aim) => {
  const idle = newIdle(0);
  const seconds = Array.from({ length: 60 }, (_, second) => second);
  const warned = seconds.filter((second) =>
    isIdle(idle, { holds: holds(), aim: aim(second) }, second * 1000, LIMIT_MS),
  );
  expect(warned).toEqual([]);
});

test.each([
  ['hud.health', 'middle', 'Health'],
  ['hud.health', 'left', '← Health'],
  ['hud.health', 'right', 'Health →'],
  ['no such words', 'middle', 'no such words'],
] as const)('the_caption_%s_from_the_%s_reads_%s', (key, side, text) => {
  expect(captionText({ key, side })).toBe(text);
});

test.each([
  ['auto', true, true],
  ['auto', false, false],
  ['on', false, true],
  ['off', true, false],
] as const)('motion_%s_where_the_system_says_%s', (motion, system, reduced) => {
  expect(isMotionReduced({ ...DEFAULTS.video, motion }, system)).toBe(reduced);
});
