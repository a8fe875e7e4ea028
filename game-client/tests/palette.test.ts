/** Threads are told apart by the eyes that they are dyed for, and from the cloths. */
import { expect, test } from 'vitest';
import { PALETTES, THEMES, THREADS, type Threads } from '../src/settings/settings.ts';
import { DYES, TEAM_DYES } from '../src/view/dyes.ts';
import { paletteOf, threadOf, threadStyle } from '../src/view/palette.ts';
import { ciede2000, distance, EYES, seen, type Eye } from './eyes.ts';

/** How far apart two threads are at least, and a thread and a cloth. The usual ones come to 15 for usual eyes. */
const APART = 15;
const APART_FROM_CLOTH = 14;

/** For whom each set of threads is meant. */
const EYES_OF: Readonly<Record<Threads, readonly Eye[]>> = {
  normal: ['usual'],
  deutan: ['deutan', 'protan', 'usual'],
  tritan: ['tritan', 'usual'],
};

const CLOTHS = THEMES.flatMap((theme) =>
  PALETTES.map((palette) => paletteOf({ theme, palette, threads: 'normal' }).cloth),
);

/** The least distance of two threads for an eye. */
function least(threads: readonly number[], eye: Eye): number {
  const pairs = threads.flatMap((one, at) => threads.slice(at + 1).map((other) => distance(one, other, eye)));
  return Math.min(...pairs);
}

const MEANT = THREADS.flatMap((threads) => EYES_OF[threads].map((eye) => [threads, eye] as const));

test.each(MEANT)('the_%s_threads_are_told_apart_by_%s_eyes', (threads, eye) => {
  expect(DYES[threads]).toHaveLength(8);
  expect(least(DYES[threads], eye)).toBeGreaterThanOrEqual(APART);
  const cloths = DYES[threads].flatMap((thread) => CLOTHS.map((cloth) => distance(thread, cloth, eye)));
  expect(Math.min(...cloths)).toBeGreaterThanOrEqual(APART_FROM_CLOTH);
});

/** Two teams are told apart at a glance. */
const TEAMS_APART = 45;

test.each(EYES)('the_threads_of_teams_are_told_apart_by_%s_eyes', (eye) => {
  expect(least(TEAM_DYES, eye)).toBeGreaterThanOrEqual(TEAMS_APART);
  const cloths = TEAM_DYES.flatMap((thread) => CLOTHS.map((cloth) => distance(thread, cloth, eye)));
  expect(Math.min(...cloths)).toBeGreaterThanOrEqual(APART_FROM_CLOTH);
});

test.each(['deutan', 'protan', 'tritan'] as const)('the_usual_threads_are_not_enough_for_%s_eyes', (eye) => {
  expect(least(DYES.normal, eye)).toBeLessThan(APART / 2);
});

// Pairs 1, 7, 17 and 25 of the test data of Sharma, Wu and Dalal 2005.
test.each([
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, 0, 0], [50, -1, 2], 2.3669],
  [[50, 2.5, 0], [73, 25, -18], 27.1492],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
] as const)('the_distance_of_%j_and_%j_is_%f', (one, other, apart) => {
  expect(ciede2000(one, other)).toBeCloseTo(apart, 3);
});

test('white_is_white_to_all_eyes_and_red_and_green_look_more_alike_to_some', () => {
  for (const eye of ['usual', 'deutan', 'protan', 'tritan'] as const) {
    expect(seen(0xffffff, eye)[0]).toBeCloseTo(100, 1);
  }
  expect(distance(0xc04040, 0x608030, 'deutan')).toBeLessThan(distance(0xc04040, 0x608030, 'usual') / 2);
});

test('a_choice_is_one_object_and_a_seat_has_the_same_thread_in_world_and_page', () => {
  const choice = { theme: 'velvet', palette: 'contrast', threads: 'tritan' } as const;
  expect(paletteOf(choice)).toBe(paletteOf({ ...choice }));
  expect(paletteOf(choice)).not.toBe(paletteOf({ ...choice, threads: 'deutan' }));
  expect(threadOf(9, paletteOf(choice))).toBe(DYES.tritan[1]);
  expect(threadStyle(9)).toBe('var(--thread-1)');
});
