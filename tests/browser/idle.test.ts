/** Who does nothing for long: a bot takes the seat, and gives it back at any key. */
import { expect, test } from 'vitest';
import { Server } from '../../game-client/tests/server.ts';
import { clean, launch, until, Visitor } from './support.ts';

/** What is told while a bot plays. */
const LENT = 'A bot plays for you. Press any key to take over.';

test('a_bot_plays_for_one_who_does_nothing_until_any_key_and_a_tab_that_comes_back_works', async () => {
  const server = await Server.start({
    flags: ['--map', 'box', '--fill', '0'],
    tuning: { 'match.idle': 3, 'match.warmup': 0 },
  });
  const browser = await launch();
  const anna = await Visitor.open(browser, server.address);
  await anna.play('Anna');
  const start = (await anna.seen()).place;
  await anna.page.getByText('Still there? At 3 s a bot takes over.').waitFor();
  await anna.page.getByText(LENT).waitFor();
  expect((await anna.seen()).lent).toBe(true);
  await until('the bot walks', async () => (await anna.seen()).place?.x !== start?.x, 5000);
  await anna.shot('lent');
  await clean(anna);

  // A key that no control has.
  await anna.page.keyboard.press('KeyX');
  await until('the seat is back', async () => !(await anna.seen()).lent, 3000);
  await anna.page.getByText(LENT).waitFor({ state: 'hidden' });
  const rested = (await anna.seen()).place?.y ?? NaN;
  await anna.page.keyboard.down(rested < 300 ? 'KeyS' : 'KeyW');
  await until('Anna walks', async () => Math.abs(((await anna.seen()).place?.y ?? NaN) - rested) > 20, 3000);
  await anna.page.keyboard.up(rested < 300 ? 'KeyS' : 'KeyW');

  // Headless pages are never hidden by another one, so the page is told that it is.
  await hide(anna, true);
  await until('a bot plays', async () => (await anna.seen()).lent, 8000);
  await hide(anna, false);
  await anna.page.getByText(LENT).waitFor();
  await anna.aim(1, 0);
  await anna.aim(0, 1);
  await until('the seat is back', async () => !(await anna.seen()).lent, 3000);
  await anna.close();
  await browser.close();
  await server.stop();
});

async function hide(visitor: Visitor, hidden: boolean): Promise<void> {
  await visitor.page.evaluate((now) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => now });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}
