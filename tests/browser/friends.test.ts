/** Friends: a room of one's own, an invite that is sent or scanned, and what its host may set. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { readCode } from '../../game-client/tests/camera.ts';
import { clean, HARMLESS, HELD, launch, PHONE, stage, until, Visitor, walkTo, WIDE } from './support.ts';

const { serve, visit } = stage();
/** A second browser, as friends have. */
let theirs: Browser | null = null;
beforeAll(async () => {
  theirs = await launch();
});
afterAll(async () => theirs?.close());

const SHORT = { ...HARMLESS, 'match.warmup': 0, 'match.length': 5, 'match.sudden_death': 0 };

async function invite(visitor: Visitor): Promise<string> {
  const button = visitor.page.getByRole('button', { name: 'Play with friends' });
  await visitor.page.getByLabel('Your name').fill('Anna');
  await button.click();
  await visitor.inPlay();
  await visitor.page.getByRole('dialog', { name: 'Play with friends' }).waitFor();
  return visitor.page.url();
}

test.each([WIDE, PHONE])('a_room_of_ones_own_is_found_by_its_link_alone_$width', async (size) => {
  const server = await serve({ presets: true, tuning: HARMLESS });
  const anna = await visit(server.address, size);
  const link = await invite(anna);
  expect(new URL(link).searchParams.get('room')).toMatch(/^[A-Z]{5}$/);
  expect(readCode(await anna.page.locator('.qr').screenshot())).toBe(link);
  await anna.shot('friends');
  await clean(anna);
  const stranger = await visit(server.address);
  await stranger.play('Zoe');
  const friend = await visit(link);
  await friend.play('Ben');
  const code = (await anna.seen()).code;
  expect((await friend.seen()).code).toBe(code);
  expect((await stranger.seen()).code).not.toBe(code);
  // The friend is told whose room it is, and has nothing to set.
  await friend.page.keyboard.press('Escape');
  await friend.page.getByRole('button', { name: 'Play with friends' }).click();
  await friend.page.getByText('Anna sets up this room.').waitFor();
  expect(await friend.page.getByLabel('Next match').isVisible()).toBe(false);
  // In an open room there is no host.
  await stranger.page.keyboard.press('Escape');
  await stranger.page.getByRole('button', { name: 'Play with friends' }).click();
  await stranger.page.getByText('Everybody may come in.').waitFor();
});

test('a_room_of_ones_own_that_could_not_be_opened_is_opened_when_it_is_tried_again', async () => {
  const server = await serve({ presets: true, tuning: HARMLESS });
  const anna = await visit(server.address);
  let isDown = true;
  await anna.page.routeWebSocket(/\/ws$/, (socket) => (isDown ? socket.close() : socket.connectToServer()));
  await anna.page.getByRole('button', { name: 'Play with friends' }).click();
  const again = anna.page.getByRole('button', { name: 'Try again' });
  await again.waitFor();
  isDown = false;
  await again.click();
  await anna.inPlay();
  await anna.page.getByText('Only those who have the link').waitFor();
});

test('by_keys_alone_one_invites_sets_the_room_up_mutes_reports_and_sends_away', async () => {
  const server = await serve({ presets: true, tuning: { ...HARMLESS, 'match.warmup': 0 } });
  const anna = await visit(server.address);
  const { keyboard } = anna.page;
  const enter = async (wanted: string): Promise<void> => {
    await walkTo(anna, wanted);
    await keyboard.press('Enter');
  };
  await enter('Play with friends');
  const friends = anna.page.getByRole('dialog', { name: 'Play with friends' });
  await friends.waitFor();
  await anna.inPlay();
  const ben = await visit(anna.page.url());
  await ben.play('Ben');
  await walkTo(anna, 'Copy link');
  await walkTo(anna, 'Filled with bots');
  await keyboard.press('ArrowRight');
  await friends.locator('output[for=host-fill]').getByText('7').waitFor();
  await keyboard.press('Tab');
  await keyboard.press('ArrowDown');
  await until('no vote', async () => (await friends.getByLabel('Next match').inputValue()) === '0', 3000);
  await walkTo(anna, 'End this match');
  await keyboard.press('Escape');
  await friends.waitFor({ state: 'hidden' });
  await keyboard.press('Escape');
  await enter('Players');
  const players = anna.page.getByRole('dialog', { name: 'Players' });
  await enter('Mute');
  await players.getByRole('button', { name: 'Unmute' }).waitFor();
  await enter('Report');
  await enter('Cheats');
  await players.getByText('Ben was reported.').waitFor();
  await enter('Send away');
  await ben.page.getByRole('heading', { name: 'You were asked to leave' }).waitFor();
});

test('the_host_decides_on_bots_on_what_is_next_and_when', async () => {
  const server = await serve({ presets: true, tuning: { ...HARMLESS, 'match.warmup': 0 } });
  const anna = await visit(server.address);
  await invite(anna);
  await anna.page.getByLabel('Next match').selectOption({ label: 'Tug, Quilt, up to 10' });
  await anna.page.getByLabel('Filled with bots up to').fill('4');
  await anna.page.getByRole('button', { name: 'End this match' }).click();
  await anna.page.getByText('Time is up, and nobody leads.').waitFor();
  await anna.page.getByRole('button', { name: 'Next match now' }).click({ timeout: 5000 });
  await until('the next match is on', async () => (await anna.seen()).phase === 0, 8000);
  await anna.page.keyboard.press('Escape');
  await anna.page.getByRole('group', { name: 'The rope' }).waitFor();
  await anna.page.keyboard.down('Tab');
  const rows = anna.page.getByRole('region', { name: 'Scores' }).locator('tbody tr:not(.team)');
  await until('there are four', async () => (await rows.count()) === 4, 5000);
});

test('invited_they_play_see_the_result_and_play_again', async () => {
  const server = await serve({ presets: true, tuning: { ...SHORT, 'match.results': 8 } });
  const anna = await visit(server.address);
  const link = await invite(anna);
  await anna.page.getByRole('button', { name: 'Done' }).click();
  if (theirs === null) {
    throw new Error('there is no second browser');
  }
  const ben = await Visitor.open(theirs, link, HELD);
  const invitedMs = performance.now();
  await ben.page.getByRole('button', { name: 'Play', exact: true }).tap();
  await ben.inPlay();
  expect(performance.now() - invitedMs).toBeLessThan(10_000);
  expect((await ben.seen()).code).toBe((await anna.seen()).code);
  for (const _ of [1, 2]) {
    await ben.page.locator('.results').waitFor({ timeout: 30_000 });
    await ben.page.locator('.ballot .card').nth(1).tap();
    await anna.page.locator('.ballot .card').nth(1).getByText('Votes: 1').waitFor();
    await anna.page.keyboard.press('Digit2');
    await ben.page.locator('.ballot .card').nth(1).getByText('Votes: 2').waitFor();
    await until('they play again', async () => (await ben.seen()).phase === 0, 20_000);
    expect((await ben.seen()).code).toBe((await anna.seen()).code);
  }
  await ben.close();
});

test('who_closes_the_tab_and_opens_the_link_again_has_the_seat_and_the_score', async () => {
  const server = await serve({
    flags: ['--map', 'box', '--seats', '8', '--fill', '6'],
    // Bots that do not spare whoever is new here.
    tuning: {
      ...{ 'match.warmup': 0, 'body.health': 10, 'life.protection': 0 },
      ...{ 'bots.newcomer': 1400, 'bots.rating': 1400 },
    },
  });
  const anna = await visit(server.address);
  const link = await invite(anna);
  await anna.page.getByRole('button', { name: 'Done' }).click();
  const { seat } = await anna.seen();
  // Whoever stands still among bots has soon been unravelled.
  await until('she has died', async () => ((await anna.seen()).deaths ?? 0) > 0, 90_000);
  const { page } = anna;
  const next = await page.context().newPage();
  await page.close();
  const again = Visitor.of(next);
  await again.page.goto(link);
  await again.inPlay();
  expect((await again.seen()).seat).toBe(seat);
  expect((await again.seen()).deaths).toBeGreaterThan(0);
  // A third page in that browser finds no way into that seat.
  const third = Visitor.of(await next.context().newPage());
  await third.page.goto(link);
  await third.play('Cleo');
  expect((await third.seen()).seat).not.toBe(seat);
});
