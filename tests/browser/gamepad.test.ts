/**
 * The game by a gamepad alone. The pads are replaced: `navigator.getGamepads` answers with records of real ones, since a
 * headless browser has none; that a browser reads a real pad is not shown here.
 */
import { expect, test } from 'vitest';
import { dualShock, unknown, xbox, type Told } from '../../game-client/tests/pads.ts';
import { Fingers, plugIn } from './pad.ts';
import { down, HARMLESS, stage, until, violations, WIDE, type Visitor } from './support.ts';

const { serve, visit: open } = stage();

/** Buttons of the standard mapping. */
const [A, B, X, Y, RB, LT, RT, VIEW, MENU] = [0, 1, 2, 3, 5, 6, 7, 8, 9];
const [UP, DOWN, LEFT, RIGHT] = [12, 13, 14, 15];
const TUNING = {
  'match.warmup': 0,
  'match.length': 600,
  'life.protection': 0.2,
  'weapons.stitcher.damage': 50,
};
/** How long a kill and a death are felt. */
const KILL_MS = 160;
const DEATH_MS = 320;

async function visit(address: string, pad: Told): Promise<{ visitor: Visitor; pad: Fingers }> {
  const visitor = await open(address, WIDE, plugIn(pad));
  return { visitor, pad: new Fingers(visitor) };
}

async function meter(visitor: Visitor, name: string): Promise<number> {
  return Number(await visitor.page.getByRole('meter', { name }).getAttribute('aria-valuenow'));
}

/** What the pad itself has moved a browser takes for a move of the page's own: all else is clean. */
async function fine(visitor: Visitor): Promise<void> {
  expect(await violations(visitor)).toEqual([]);
  expect(visitor.complaints).toEqual([]);
}

/** Walks to the lower rail, along which nothing stands between two bodies. */
async function rail({ visitor, pad }: { visitor: Visitor; pad: Fingers }): Promise<void> {
  await pad.stick('left', 0, 1);
  await until('the lower rail', async () => ((await visitor.seen()).place?.y ?? 0) > 575, 10_000);
  await pad.stick('left', 0, 0);
}

test('a_replaced_xbox_pad_plays_from_the_first_page_to_a_kill_with_every_action', async () => {
  const server = await serve({ flags: ['--map', 'box', '--fill', '0'], tuning: TUNING });
  const anna = await visit(server.address, xbox());
  const { visitor, pad } = anna;
  await pad.walkTo('Play', DOWN);
  await visitor.page.getByText('RT', { exact: true }).waitFor();
  await visitor.shot('pad-start');
  await fine(visitor);
  await pad.tap(A);
  await visitor.inPlay();
  await visitor.page.getByText('Walk with the left stick').waitFor();
  const { code } = await visitor.seen();
  const ben = await open(`${server.address}/?room=${code ?? ''}`);
  await ben.play('Ben');
  await Promise.all([rail(anna), down(ben)]);
  await visitor.page.getByText('Aim with the right stick, shoot with RT').waitFor();
  await visitor.shot('pad-hint');

  await until('the dash is ready', async () => (await meter(visitor, 'Dash')) === 100, 10_000);
  await pad.hold(A);
  await until('Anna dashes', async () => (await meter(visitor, 'Dash')) < 100, 5000);
  await pad.hold(A, 0);
  await until('the dash is ready again', async () => (await meter(visitor, 'Dash')) === 100, 10_000);
  await pad.tap(RB);
  await until('Anna dashes by the shoulder', async () => (await meter(visitor, 'Dash')) < 100, 5000);
  await pad.hold(LT, 0.9);
  await until('the shield wears', async () => (await meter(visitor, 'Shield')) < 95, 5000);
  await pad.hold(LT, 0.1);
  await until('it recovers', async () => (await meter(visitor, 'Shield')) === 100, 10_000);
  await pad.tap(Y);
  await until('the needle is in hand', async () => (await visitor.seen()).weapon === 1, 5000);
  await pad.tap(UP);
  await until('the stitcher is in hand', async () => (await visitor.seen()).weapon === 0, 5000);
  const scores = visitor.page.getByRole('region', { name: 'Scores' });
  await pad.hold(VIEW);
  expect(await scores.isVisible()).toBe(true);
  await pad.hold(VIEW, 0);
  expect(await scores.isVisible()).toBe(false);

  const { place, players } = await visitor.seen();
  const side = (players.find(({ name }) => name === 'Ben')?.x ?? 0) > (place?.x ?? 0) ? 1 : -1;
  await pad.stick('right', -side, 0);
  await pad.hold(RT);
  await until('a shot flies', async () => (await visitor.seen()).shots.length > 0, 5000);
  await pad.hold(RT, 0);
  await pad.tap(X);
  await visitor.page.getByText('reloading').waitFor();
  await pad.stick('right', side, 0);
  await pad.stick('right', 0, 0);
  await pad.hold(RT, 0.8);
  await until('Ben is unravelled', async () => (await visitor.seen()).kills === 1, 15_000);
  await pad.hold(RT, 0);
  await until('the kill is felt', async () => (await pad.shakes(KILL_MS)) === 1, 3000);
  expect([...visitor.complaints, ...ben.complaints]).toEqual([]);
});

test('a_replaced_xbox_pad_opens_the_menu_changes_settings_and_goes_back_into_the_match', async () => {
  const server = await serve({ flags: ['--map', 'box', '--fill', '0'] });
  const { visitor, pad } = await visit(server.address, xbox());
  await pad.walkTo('Play', DOWN);
  await pad.tap(A);
  await visitor.inPlay();
  const stored = async (): Promise<string> =>
    (await visitor.page.evaluate(() => localStorage.getItem('fray.settings'))) ?? '';
  await pad.tap(MENU);
  const dialog = visitor.page.getByRole('dialog');
  await dialog.getByRole('heading', { name: 'Menu' }).waitFor();
  await visitor.shot('pad-pause');
  await pad.walkTo('Settings', DOWN);
  await pad.tap(A);
  await pad.walkTo('Audio', UP);
  await pad.walkTo('Volume', DOWN);
  await pad.tap(RIGHT);
  await until('it is louder', async () => (await stored()).includes('"master":0.85'), 3000);
  await pad.walkTo('Mute all sound', DOWN);
  await pad.tap(A);
  await until('it is mute', async () => (await stored()).includes('"muted":true'), 3000);
  await pad.tap(RB);
  await pad.walkTo('Reduced motion', DOWN);
  await pad.tap(RIGHT);
  await until('motion is reduced', async () => (await stored()).includes('"motion":"on"'), 3000);
  await pad.tap(RB, RB);
  await visitor.page.getByText('Aim assist of this server: 6°').waitFor();
  await visitor.shot('pad-settings');
  await fine(visitor);
  await pad.walkTo('Shoot', DOWN);
  await pad.walkTo('Dash', RIGHT);
  await pad.tap(A);
  await visitor.shot('pad-listening');
  await pad.tap(X);
  const told = visitor.page.locator('.section.pad .told');
  expect(await told.innerText()).toBe('“Dash” is now on X. “Reload” was there, and is on A now.');
  await pad.tap(A, Y);
  expect(await told.innerText()).toBe('“Dash” is now on Y. “Next weapon” was there, and is on X now.');
  await pad.tap(B);
  await pad.walkTo('Resume', UP);
  await pad.tap(B);
  expect(await dialog.isVisible()).toBe(false);
  expect((await visitor.seen()).weapon).toBe(0);
  await until('the dash is ready', async () => (await meter(visitor, 'Dash')) === 100, 10_000);
  await pad.tap(Y);
  await until('Anna dashes', async () => (await meter(visitor, 'Dash')) < 100, 5000);
  await fine(visitor);
});

test('a_replaced_pad_invites_friends_and_mutes_and_sends_away_a_player', async () => {
  const server = await serve({ presets: true, tuning: { ...HARMLESS, 'match.warmup': 0 } });
  const { visitor, pad } = await visit(server.address, xbox());
  await pad.walkTo('Play', DOWN);
  await pad.walkTo('Play with friends', RIGHT);
  await pad.tap(A);
  const friends = visitor.page.getByRole('dialog', { name: 'Play with friends' });
  await friends.waitFor();
  await visitor.inPlay();
  const ben = await open(`${server.address}?room=${(await visitor.seen()).code}`);
  await ben.play('Ben');
  await pad.walkTo('Copy link', DOWN);
  await pad.walkTo('Filled with bots', DOWN);
  await pad.tap(RIGHT);
  await until(
    'there are seven',
    async () => (await friends.locator('output[for=host-fill]').innerText()) === '7',
    3000,
  );
  await pad.walkTo('Next match', DOWN);
  await pad.tap(RIGHT);
  const next = friends.getByLabel('Next match');
  await until('no vote', async () => (await next.inputValue()) === '0', 3000);
  await pad.walkTo('End this match', DOWN);
  await fine(visitor);
  await pad.tap(A);
  await visitor.page.locator('.results').waitFor({ state: 'attached' });
  await pad.tap(B);
  await friends.waitFor({ state: 'hidden' });
  await pad.tap(MENU);
  await pad.walkTo('Players', DOWN);
  await pad.tap(A);
  const players = visitor.page.getByRole('dialog', { name: 'Players' });
  await players.waitFor();
  await pad.walkTo('Send away', DOWN);
  await pad.walkTo('Mute', LEFT);
  await pad.tap(A);
  await pad.walkTo('Unmute', LEFT);
  await pad.walkTo('Report', RIGHT);
  await pad.tap(A);
  await pad.walkTo('Bad name', RIGHT);
  await visitor.shot('pad-report');
  await pad.tap(A);
  await players.getByText('Ben was reported.').waitFor();
  await visitor.shot('pad-people');
  await fine(visitor);
  await pad.walkTo('Send away', RIGHT);
  await pad.tap(A);
  await ben.page.getByRole('heading', { name: 'You were asked to leave' }).waitFor();
});

test('a_replaced_dualshock_is_named_by_its_shapes_lets_go_when_it_is_unplugged_and_feels_a_death', async () => {
  const server = await serve({ flags: ['--map', 'box', '--fill', '0'], tuning: TUNING });
  const anna = await visit(server.address, dualShock());
  const { visitor, pad } = anna;
  await pad.walkTo('Play', DOWN);
  await visitor.page.getByText('✕', { exact: true }).waitFor();
  await pad.tap(A);
  await visitor.inPlay();
  const ben = await open(`${server.address}/?room=${(await visitor.seen()).code ?? ''}`);
  await ben.play('Ben');
  await Promise.all([rail(anna), down(ben)]);
  const [own, others] = [(await ben.seen()).place, (await ben.seen()).players];
  await ben.aim((others.find(({ name }) => name !== 'Ben')?.x ?? 0) - (own?.x ?? 0), 0);
  await ben.page.mouse.down();
  await until('Anna is unravelled', async () => (await visitor.seen()).deaths === 1, 15_000);
  await ben.page.mouse.up();
  await until('the death is felt', async () => (await pad.shakes(DEATH_MS)) === 1, 3000);
  const x = async (): Promise<number> => (await visitor.seen()).place?.x ?? NaN;
  let from = NaN;
  await until('Anna is back', async () => !Number.isNaN((from = await x())), 10_000);
  await pad.stick('left', from < 400 ? 1 : -1, 0);
  await until('Anna walks', async () => Math.abs((await x()) - from) > 30, 5000);
  await pad.pull();
  const rests = async (): Promise<boolean> => {
    const [before, { tick }] = [await x(), await visitor.seen()];
    await until('time goes on', async () => ((await visitor.seen()).tick ?? 0) > (tick ?? 0) + 10, 5000);
    return (await x()) === before;
  };
  await until('Anna stands still', rests, 5000);
  expect([...visitor.complaints, ...ben.complaints]).toEqual([]);
});

test('the_rules_are_read_by_a_replaced_pad_and_left_again', async () => {
  const server = await serve({ flags: ['--fill', '0'] });
  const { visitor, pad } = await visit(server.address, dualShock());
  await pad.walkTo('Settings', DOWN);
  await pad.walkTo('The rules', RIGHT);
  await pad.leave(A, '/rules');
  await visitor.page.getByText('This server plays by the rules as they were shipped.').waitFor();
  await pad.walkTo('All values', DOWN);
  await pad.tap(A);
  await visitor.page.getByText('feel.aim_assist').waitFor();
  await pad.walkTo('Play', DOWN);
  await visitor.shot('pad-rules');
  await pad.leave(B, '/');
  await visitor.page.waitForFunction(() => window.fray?.page === 'start');
  expect(visitor.complaints).toEqual([]);
});

test('one_who_watches_chooses_whom_by_a_replaced_pad', async () => {
  const server = await serve({ flags: ['--map', 'box', '--fill', '2'] });
  const { visitor, pad } = await visit(`${server.address}/?watch`, xbox());
  await visitor.inPlay();
  await until('bots are there', async () => (await visitor.seen()).players.length > 0, 15_000);
  await pad.walkTo('→', RIGHT);
  await pad.tap(A);
  expect((await visitor.seen()).followed).not.toBeNull();
  await pad.tap(MENU);
  await visitor.page.getByRole('dialog').getByRole('heading', { name: 'Menu' }).waitFor();
  await fine(visitor);
});

test('a_replaced_pad_that_no_browser_knows_is_made_usable_by_its_settings', async () => {
  const server = await serve({ flags: ['--map', 'box', '--fill', '0'] });
  const { visitor, pad } = await visit(server.address, unknown());
  await pad.stick('left', 0, 1);
  await pad.stick('left', 0, 0);
  await visitor.page.getByRole('button', { name: 'Settings' }).click();
  await visitor.page.getByRole('tab', { name: 'Gamepad' }).click();
  await visitor.page.getByLabel('Aiming stick').selectOption('Axes 4 and 5');
  await visitor.page.getByRole('button', { name: 'Shoot' }).click();
  await visitor.page.getByText('Press the new button for “Shoot” on the gamepad.').waitFor();
  await visitor.page.evaluate(() => window.pads?.[0]?.axes.splice(5, 1, 1));
  const told = visitor.page.locator('.section.pad .told');
  await until(
    'it is bound',
    async () => (await told.innerText()).startsWith('“Shoot” is now on Axis 6 +.'),
    3000,
  );
  await visitor.page.evaluate(() => window.pads?.[0]?.axes.splice(5, 1, -1));
  await visitor.page.getByRole('button', { name: 'Done' }).click();
  await visitor.play('Anna');
  await visitor.page.evaluate(() => window.pads?.[0]?.axes.splice(5, 1, 1));
  await until('a shot flies', async () => (await visitor.seen()).shots.length > 0, 5000);
  expect(visitor.complaints).toEqual([]);
});
