import { expect, test } from 'vitest';
import { decodeClient } from '../../game-client/src/protocol/messages.gen.ts';
import type { Server } from '../../game-client/tests/server.ts';
import { clean, PHONE, shifts, stage, until, violations, Visitor } from './support.ts';

const { serve, visit } = stage();

function withCode(at: Server, code: string | null): string {
  return `${at.address}/?room=${code ?? ''}`;
}

test('a_visitor_presses_play_and_moves_among_bots', async () => {
  const server = await serve();
  const anna = await visit(server.address);
  await anna.shot('start');
  await anna.play('Anna');
  const before = await anna.seen();
  // The own body stands in the middle, and its core is in the colour of ink.
  await until('the own body is drawn', async () => String(await anna.middle()) === '246,241,228', 2000);
  await anna.page.keyboard.down('KeyD');
  await anna.page.waitForFunction(() => window.fray?.draws.movedMs !== null);
  const { draws } = await anna.seen();
  expect((draws.movedMs ?? Infinity) - (draws.heldMs ?? 0)).toBeLessThan(500);
  expect(before.kills).toBe(0);
  expect(before.code).toMatch(/^[A-Z]{5}$/);
  expect(new URL(anna.page.url()).searchParams.get('room')).toBe(before.code);
  await until('a bot is seen', async () => (await anna.seen()).players.some(({ bot }) => bot), 30_000);
  await anna.aim(1, -0.4);
  await anna.page.mouse.down();
  await anna.page.keyboard.press('Space');
  await anna.page.waitForTimeout(300);
  await anna.shot('playing');
  await anna.page.waitForTimeout(3000);
  await anna.shot('playing-on');
  const after = await anna.seen();
  expect(after.tick ?? 0).toBeGreaterThan((before.tick ?? 0) + 120);
  expect(after.exact).toBeGreaterThan(after.corrected);
  expect(anna.complaints).toEqual([]);
});

test('name_and_room_survive_a_reload', async () => {
  const server = await serve();
  const anna = await visit(server.address);
  await anna.play('Anna');
  const { code } = await anna.seen();
  await anna.page.reload();
  await anna.inPlay();
  expect((await anna.seen()).code).toBe(code);
  // Another address is another wish than to go on.
  await anna.page.goto(server.address);
  expect(await anna.page.getByLabel('Your name').inputValue()).toBe('Anna');
  expect(anna.complaints).toEqual([]);
});

test('two_pages_see_each_other_move_and_a_shot_from_one_kills_the_other', { timeout: 90_000 }, async () => {
  const tuning = {
    'life.protection': 0.2,
    'weapons.stitcher.damage': 50,
    'life.respawn': 3,
  };
  const server = await serve({
    flags: ['--map', 'box', '--fill', '0'],
    tuning,
  });
  const anna = await visit(server.address);
  await anna.play('Anna');
  const { code } = await anna.seen();
  const ben = await visit(withCode(server, code));
  await ben.play('Ben');
  const place = async (of: string): Promise<{ x: number; y: number; alive: boolean } | undefined> =>
    (await anna.seen()).players.find(({ name }) => name === of);
  await until('Anna sees Ben', async () => (await place('Ben')) !== undefined, 5000);
  const before = await place('Ben');
  const away = (before?.x ?? 0) < 400 ? 'KeyD' : 'KeyA';
  await ben.page.keyboard.down(away);
  await until(
    'Anna sees Ben move',
    async () => Math.abs(((await place('Ben'))?.x ?? 0) - (before?.x ?? 0)) > 20,
    5000,
  );
  await ben.page.keyboard.up(away);
  await hunt(anna, 'Ben');
  await ben.page.getByRole('heading', { name: 'Unravelled' }).waitFor();
  await anna.shot('killed');
  await ben.shot('dead');
  expect(await ben.page.getByText('by Anna').isVisible()).toBe(true);
  expect((await anna.seen()).kills).toBe(1);
  expect([...anna.complaints, ...ben.complaints]).toEqual([]);
});

/** Walks towards a player and shoots until that kills. */
async function hunt(hunter: Visitor, name: string): Promise<void> {
  const { keyboard } = hunter.page;
  let held: string[] = [];
  let turns = 0;
  await hunter.page.mouse.down();
  const step = async (): Promise<boolean> => {
    const seen = await hunter.seen();
    const target = seen.players.find((player) => player.name === name);
    if (seen.place === null || target === undefined) {
      return (seen.kills ?? 0) > 0;
    }
    const way = { x: target.x - seen.place.x, y: target.y - seen.place.y };
    await hunter.aim(way.x, way.y);
    turns += 1;
    if (turns % 8 === 0) {
      // Now and then a way of its own, to get around what stands between.
      const stray = turns % 32 === 0;
      const wish = stray ? [Math.random() - 0.5, Math.random() - 0.5] : [way.x, way.y];
      const next = [(wish[0] ?? 0) > 0 ? 'KeyD' : 'KeyA', (wish[1] ?? 0) > 0 ? 'KeyS' : 'KeyW'];
      await Promise.all(held.filter((key) => !next.includes(key)).map((key) => keyboard.up(key)));
      await Promise.all(next.filter((key) => !held.includes(key)).map((key) => keyboard.down(key)));
      held = next;
    }
    return (seen.kills ?? 0) > 0;
  };
  await until(`${name} is killed`, step, 45_000);
  await hunter.page.mouse.up();
}

test('a_wrong_code_says_so_and_quick_play_goes_on', async () => {
  const server = await serve();
  const anna = await visit(withCode(server, 'ZZZZZ'));
  await anna.page.getByText('You are joining room ZZZZZ.').waitFor();
  await anna.page.getByRole('button', { name: 'Play', exact: true }).click();
  await anna.ending('wrong_code');
  await anna.shot('wrong-code');
  await clean(anna);
  expect(await anna.page.getByRole('alert').innerText()).toContain('ZZZZZ');
  await anna.page.getByRole('button', { name: 'Quick play' }).click();
  await anna.inPlay();
  expect((await anna.seen()).code).not.toBe('ZZZZZ');
  expect(anna.complaints).toEqual([]);
});

test('a_server_that_restarts_says_so_and_one_plays_on_after_it', { timeout: 90_000 }, async () => {
  const server = await serve();
  const { port } = server;
  const anna = await visit(server.address);
  await anna.play('Anna');
  await server.stop();
  await anna.ending('stopping');
  await anna.shot('stopping');
  await clean(anna);
  await anna.page.getByRole('button', { name: 'Play again' }).click();
  await anna.ending('unreachable');
  await anna.shot('unreachable');
  expect([await violations(anna), await shifts(anna)]).toEqual([[], []]);
  await serve({ port });
  await anna.page.getByRole('button', { name: 'Try again' }).click();
  await anna.inPlay();
  // The browser itself reports the connection that nobody answered, and nothing else may be reported.
  const others = anna.complaints.filter((text) => !/WebSocket connection|ERR_CONNECTION_REFUSED/.test(text));
  expect(others).toEqual([]);
});

test('a_tuning_file_saved_while_playing_takes_effect_without_a_stumble', async () => {
  const server = await serve();
  const anna = await visit(server.address);
  await anna.play('Anna');
  const before = await anna.seen();
  const savedMs = performance.now();
  server.retune({
    'body.top_speed': 120,
    'body.radius': 30,
    'rates.tick': 30,
    'rates.snapshot': 15,
  });
  await anna.page.waitForFunction(
    (old) => JSON.stringify(window.fray?.tuning) !== old,
    JSON.stringify(before.tuning),
  );
  expect(performance.now() - savedMs).toBeLessThan(2000);
  await anna.page.waitForTimeout(700);
  await anna.page.keyboard.down('KeyS');
  await anna.page.waitForTimeout(500);
  await anna.page.keyboard.up('KeyS');
  await anna.shot('retuned');
  const middle = await anna.seen();
  await anna.page.waitForTimeout(1000);
  const after = await anna.seen();
  expect((after.tick ?? 0) - (middle.tick ?? 0)).toBeGreaterThan(20);
  expect((after.tick ?? 0) - (middle.tick ?? 0)).toBeLessThan(45);
  expect(after.page).toBe('play');
  expect(anna.complaints).toEqual([]);
});

test('a_page_that_loses_the_keyboard_lets_go_of_every_key', async () => {
  const server = await serve({ flags: ['--map', 'box', '--fill', '0'] });
  const anna = await visit(server.address);
  await anna.play('Anna');
  const x = async (): Promise<number> => (await anna.seen()).place?.x ?? NaN;
  const from = await x();
  await anna.page.keyboard.down(from < 400 ? 'KeyD' : 'KeyA');
  await until('Anna walks', async () => Math.abs((await x()) - from) > 30, 5000);
  await anna.page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await anna.page.waitForTimeout(400);
  const rested = await x();
  await anna.page.waitForTimeout(300);
  expect(await x()).toBe(rested);
  expect(anna.complaints).toEqual([]);
});

test('a_phone_held_upright_sees_as_much_and_one_that_is_turned_as_well', async () => {
  const server = await serve();
  const anna = await visit(server.address, PHONE);
  const told: number[] = [];
  anna.page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const message = typeof payload === 'string' ? null : decodeClient(payload);
      told.push(...(message?.kind === 'screen' ? [message.aspect] : []));
    }),
  );
  await anna.shot('start');
  await anna.play('Anna');
  await anna.page.waitForTimeout(2500);
  await anna.shot('playing');
  await anna.page.setViewportSize({ width: 844, height: 390 });
  // The server is told of the other shape.
  await expect.poll(() => told, { timeout: 3000 }).toEqual([Math.round((844 / 390) * 1000)]);
  await anna.shot('turned');
  expect(anna.complaints).toEqual([]);
});

test('a_crowd_and_its_result_are_shown', { timeout: 90_000 }, async () => {
  const tuning = { 'match.length': 14, 'match.results': 6 };
  const server = await serve({
    flags: ['--seats', '16', '--fill', '16'],
    tuning,
  });
  const anna = await visit(server.address);
  await anna.play('Anna');
  await anna.page.waitForTimeout(8000);
  await anna.shot('crowd');
  await anna.page.waitForFunction(() => window.fray?.phase === 1, undefined, {
    timeout: 20_000,
  });
  await anna.page.waitForTimeout(300);
  await anna.shot('results');
  // Two tables: there are sixteen.
  expect(await anna.page.getByRole('table').count()).toBe(2);
  expect(await anna.page.getByText(/Next match in \d s/).isVisible()).toBe(true);
  expect(await anna.page.locator('.hint').isVisible()).toBe(false);
  await anna.page.waitForFunction(() => window.fray?.phase === 0, undefined, {
    timeout: 20_000,
  });
  expect(await anna.page.getByRole('table').count()).toBe(0);
  expect(anna.complaints).toEqual([]);
});
