/** Weapons that a designer adds while a match runs, each a table in the tuning file: in the corner at once, and played. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Server } from '../../game-client/tests/server.ts';
import { launch, shifts, until, violations, Visitor } from './support.ts';

const SHEARS = `[weapons.shears]
kind = "projectile"
damage = 9
rate = 1.34
speed = 800
radius = 5
reach = 280
clip = 6
reload = 1
spread = 14
pellets = 7
look = "shears"
`;
/** A second ray, without words for its name. */
const BODKIN = `[weapons.bodkin]
kind = "ray"
damage = 24
charge = 1
pace = 0.9
reach = 420
clip = 4
reload = 1.2
`;

let browser: Browser;
let server: Server;

beforeAll(async () => {
  [browser, server] = await Promise.all([launch(), Server.start({ flags: ['--map', 'box', '--fill', '0'] })]);
  // There is room for four weapons: two that are added take the place of those that have to be found.
  server.cut('# The third', '# Tempers');
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

test('a_weapon_that_is_saved_while_one_plays_is_in_the_corner_within_a_second_and_shoots', async () => {
  const anna = await Visitor.open(browser, server.address);
  await anna.play('Anna');
  const slots = anna.page.getByRole('region', { name: 'Weapons' }).getByRole('listitem');
  const held = async (): Promise<string[]> =>
    (await slots.and(anna.page.locator('[aria-current]')).innerText()).split(/\s*\n\s*/);
  const holds = async (...words: string[]): Promise<void> =>
    until(words.join(' '), async () => String(await held()) === String(words), 5000);
  expect(await slots.count()).toBe(2);

  server.append(SHEARS);
  await slots.getByText('Shears').waitFor({ timeout: 1000 });
  expect(await slots.count()).toBe(3);
  expect(await slots.nth(2).locator('.mark').getAttribute('data-look')).toBe('shears');
  await anna.page.keyboard.press('3');
  await holds('3', 'Shears', '6 / 6');
  await anna.aim(((await anna.seen()).place?.x ?? 0) < 400 ? 1 : -1, 0.2);
  // It comes with a full clip, and is drawn first.
  await anna.page.mouse.down();
  await holds('3', 'Shears', '5 / 6');
  await anna.page.mouse.up();
  // The clip is predicted; the pellets are told by the next snapshot.
  await until('pellets fly', async () => (await anna.seen()).shots.length > 0, 5000);
  const { seat, shots } = await anna.seen();
  expect(shots).toEqual(Array.from({ length: 7 }, () => ({ seat, weapon: 2 })));

  server.append(BODKIN);
  await slots.getByText('Bodkin').waitFor({ timeout: 1000 });
  await anna.page.keyboard.press('4');
  await holds('4', 'Bodkin', '4 / 4');
  await anna.page.mouse.down();
  await anna.page.getByText('charging').waitFor();
  await holds('4', 'Bodkin', '3 / 4');
  await anna.page.mouse.up();
  await anna.page.keyboard.press('3');
  await holds('3', 'Shears', '5 / 6');
  await anna.page.mouse.down();
  await until('they fly again', async () => (await anna.seen()).shots.length > 0, 5000);
  const { count } = (await anna.seen()).draws;
  await until('they have spread', async () => (await anna.seen()).draws.count > count + 5, 5000);
  await anna.shot('shears');
  await anna.page.mouse.up();
  expect(server.log).toContain('shears');
  // The corner grows by a row with each save, and that is all that moves.
  expect((await shifts(anna)).filter((moved) => !moved.endsWith(': arms'))).toEqual([]);
  expect(await violations(anna)).toEqual([]);
  expect(anna.complaints).toEqual([]);
  await anna.close();
});
