/** A shot is sent back: one page shoots at another, which raises its shield just before. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Server } from '../../game-client/tests/server.ts';
import { aimAt, clean, down, launch, until, Visitor, WIDE } from './support.ts';

/** Slow enough for a script: a shield sends back for long. */
const TUNING = {
  'match.warmup': 0,
  'match.length': 600,
  'life.protection': 0.2,
  'shield.snapback': 1,
  'weapons.stitcher.spread': 0,
};

let browser: Browser;
let server: Server;

beforeAll(async () => {
  const options = { flags: ['--map', 'box', '--fill', '0'], tuning: TUNING };
  [browser, server] = await Promise.all([launch(), Server.start(options)]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function shootOnce(visitor: Visitor): Promise<void> {
  await visitor.page.mouse.down();
  await visitor.page.mouse.up();
}

test('a_shield_that_was_just_raised_sends_a_shot_back_and_one_that_is_held_stops_it', async () => {
  const anna = await Visitor.open(browser, server.address, WIDE);
  await anna.play('Anna');
  const { code } = await anna.seen();
  const ben = await Visitor.open(browser, `${server.address}/?room=${code ?? ''}`, WIDE);
  await ben.play('Ben');
  await Promise.all([down(anna), down(ben)]);
  await aimAt(anna, 'Ben');
  await aimAt(ben, 'Anna');
  const health = async (visitor: Visitor): Promise<number | null> => (await visitor.seen()).health;

  // The words stand for a moment: they are waited for before it comes.
  const told = async (visitor: Visitor, text: string): Promise<void> =>
    visitor.page.getByText(text, { exact: true }).waitFor({ timeout: 15_000 });
  const words = [
    told(ben, 'SNAPBACK').then(async () => ben.shot('snapback')),
    told(ben, "Anna's shot flies back"),
    told(anna, 'Ben sent your shot back'),
  ];
  await ben.page.mouse.down({ button: 'right' });
  await Promise.all([...words, shootOnce(anna)]);
  await until('Anna is hurt by it', async () => (await health(anna)) === 86, 5000);
  expect(await health(ben)).toBe(100);

  const energy = async (): Promise<number> =>
    Number(await ben.page.getByRole('meter', { name: 'Shield' }).getAttribute('aria-valuenow'));
  // It has been held for so long that it sends nothing back any more.
  await until('the shield is worn by being held', async () => (await energy()) < 60, 10_000);
  const before = await energy();
  await anna.page.mouse.down();
  await until('the shield wears by what it stops', async () => (await energy()) < before - 30, 5000);
  await ben.shot('shield');
  await anna.page.mouse.up();
  expect(await health(ben)).toBe(100);
  await ben.page.mouse.up({ button: 'right' });
  await Promise.all([clean(anna), clean(ben)]);
  expect([...anna.complaints, ...ben.complaints]).toEqual([]);
});
