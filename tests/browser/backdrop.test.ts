/** Behind the first page a match plays: nobody takes a seat for it, and a hidden page watches nothing. */
import { expect, test } from 'vitest';
import type { Server } from '../../game-client/tests/server.ts';
import { clean, PHONE, stage, until, Visitor, WIDE } from './support.ts';

const { serve, visit } = stage();

/** The gauge of the server's open sessions. */
async function sessions(at: Server): Promise<number> {
  const metrics = await (await fetch(`${at.address}/metrics`)).text();
  return Number(/^fray_sessions (\d+)/m.exec(metrics)?.[1]);
}

async function hide(visitor: Visitor, hidden: boolean): Promise<void> {
  await visitor.page.evaluate((isHidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

test.each([WIDE, PHONE])('a_match_plays_behind_the_first_page_$width', async (size) => {
  const server = await serve({ tuning: { 'match.warmup': 0 } });
  const anna = await visit(server.address, size);
  await anna.page.locator('.start.clear').waitFor({ timeout: 15_000 });
  await anna.page.waitForTimeout(5000);
  await anna.shot('start-match');
  // Looking at pixels makes the browser complain, so that comes last.
  await clean(anna);
  const before = await anna.middle();
  await until('the picture moves', async () => String(await anna.middle()) !== String(before), 15_000);
  await hide(anna, true);
  await until('a hidden page leaves', async () => (await sessions(server)) === 0, 8000);
  expect(await anna.page.locator('.start.clear').count()).toBe(0);
  await hide(anna, false);
  await until('a page that is shown again watches again', async () => (await sessions(server)) === 1, 8000);
});

test('a_watcher_takes_no_seat_and_leaves_when_one_plays', async () => {
  const server = await serve({ flags: ['--seats', '1', '--fill', '0', '--rooms-max', '1'] });
  const anna = await visit(server.address);
  const ben = await visit(server.address);
  await anna.page.locator('.start.clear').waitFor({ timeout: 15_000 });
  await ben.page.locator('.start.clear').waitFor({ timeout: 15_000 });
  await anna.play('Anna');
  await until('Anna plays and Ben watches', async () => (await sessions(server)) === 2, 8000);
  expect(anna.complaints).toEqual([]);
});

test('a_room_that_is_not_there_leaves_the_first_page_of_cloth', async () => {
  const server = await serve();
  const anna = await visit(`${server.address}/?room=ZZZZZ`);
  await until('the watcher is refused', async () => (await sessions(server)) === 0, 8000);
  await anna.page.waitForTimeout(500);
  expect(await anna.page.locator('.start.clear').count()).toBe(0);
  expect(await anna.page.getByRole('button', { name: 'Play', exact: true }).isEnabled()).toBe(true);
  expect(anna.complaints).toEqual([]);
});
