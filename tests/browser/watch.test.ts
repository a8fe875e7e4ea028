import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { fray, Server } from '../../game-client/tests/server.ts';
import { clean, launch, until, Visitor } from './support.ts';

const TUNING = fileURLToPath(new URL('../../assets/tuning/default.toml', import.meta.url));
/** Ticks of the recorded match: 18 s at 60 Hz, and the one in which it is decided. */
const TICKS = 1081;

let browser: Browser;
let folder: string;
let journal: string;
let server: Server | null = null;
let visitor: Visitor | null = null;

beforeAll(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'fray-runs-'));
  const tuning = join(folder, 'tuning.toml');
  writeFileSync(tuning, readFileSync(TUNING, 'utf8').replace(/^results *= *[\d.]+/m, 'results = 1.0'));
  const series = ['--matches', '1', '--players', '5', '--seed', '3', '--minutes', '0.3', '--tuning', tuning];
  fray('bots', ...series, '--no-bands', '--out', join(folder, 'run'));
  journal = join(folder, 'run/match-001.fray');
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

afterEach(async () => {
  await visitor?.close();
  visitor = null;
  await server?.stop();
  server = null;
});

async function watch(at: Server): Promise<Visitor> {
  visitor = await Visitor.open(browser, `${at.address}/?watch`);
  await visitor.inPlay();
  return visitor;
}

test('a_recorded_match_is_shown_whole_and_keys_follow_a_player', async () => {
  server = await Server.start({ watch: journal });
  const anna = await watch(server);
  const { keyboard } = anna.page;
  const bar = anna.page.getByRole('region', { name: 'Camera' });
  const first = await anna.seen();
  expect([first.seat, first.followed, first.players.length]).toEqual([null, null, 5]);
  expect(first.shows).toMatchObject({ x: 1200, y: 800 });
  expect(Math.min(first.shows.wide - 2400, first.shows.high - 1600)).toBeGreaterThan(0);
  expect(await bar.innerText()).toContain('Whole map');
  await anna.shot('watch-map');

  await keyboard.press('ArrowRight');
  const name = first.players.find(({ seat }) => seat === 0)?.name ?? '';
  expect((await anna.seen()).followed).toBe(0);
  expect(await bar.innerText()).toContain(name);
  // Others are drawn 100 ms late: in that time nobody is further away than this.
  const near = async (): Promise<boolean> => {
    const { players, shows } = await anna.seen();
    const player = players.find(({ seat }) => seat === 0);
    return player !== undefined && Math.hypot(player.x - shows.x, player.y - shows.y) < 150;
  };
  await until('the camera is with the first player', near, 2000);
  const followed = await anna.seen();
  expect(followed.shows.wide * followed.shows.high).toBeCloseTo(1600 * 900, 0);
  await anna.shot('watch-follow');

  await keyboard.press(']');
  expect((await anna.seen()).followed).toBe(1);
  // In a menu these keys are the menu's.
  await keyboard.press('Escape');
  await anna.page.getByRole('button', { name: 'Settings' }).click();
  await anna.page.getByRole('tab', { name: 'Audio' }).click();
  const volume = anna.page.getByLabel('Volume');
  const before = Number(await volume.inputValue());
  await volume.focus();
  await keyboard.press('ArrowLeft');
  expect(Number(await volume.inputValue())).toBeLessThan(before);
  await keyboard.press('Escape');
  await keyboard.press('Escape');
  expect((await anna.seen()).followed).toBe(1);
  await keyboard.press('[');
  await keyboard.press('ArrowLeft');
  expect((await anna.seen()).followed).toBe(4);
  await bar.getByRole('button', { name: 'Next player' }).click();
  expect((await anna.seen()).followed).toBe(0);
  await keyboard.press('f');
  expect((await anna.seen()).followed).toBe(null);

  expect(await anna.page.getByRole('list', { name: 'Leaders' }).isVisible()).toBe(true);
  expect(await anna.page.getByLabel('Time left').isVisible()).toBe(true);
  const own = anna.page.locator('.vitals, .arms, .score, .room');
  expect([await own.count(), await own.filter({ visible: true }).count()]).toEqual([4, 0]);
  await clean(anna);
});

test('a_recorded_match_ends_with_its_result_and_can_be_watched_again', async () => {
  server = await Server.start({ watch: journal, flags: ['--tick', String(TICKS - 60)] });
  const anna = await watch(server);
  await anna.page.waitForFunction(() => window.fray?.phase === 1);
  expect(await anna.page.getByRole('table').isVisible()).toBe(true);
  await anna.ending('replay_over');
  await anna.shot('watch-over');
  await clean(anna);
  expect(await anna.page.getByRole('alert').innerText()).toContain('That was the match');
  await anna.page.getByRole('button', { name: 'Watch again' }).click();
  await anna.inPlay();
  expect((await anna.seen()).tick ?? 0).toBeLessThan(TICKS);
  expect(anna.complaints).toEqual([]);
});

test('a_live_room_can_be_watched_without_a_seat', async () => {
  server = await Server.start();
  const anna = await watch(server);
  await until('the bots are seen', async () => (await anna.seen()).players.length === 6, 5000);
  const { seat, players } = await anna.seen();
  expect([seat, players.every(({ bot }) => bot)]).toEqual([null, true]);
  expect(anna.complaints).toEqual([]);
});
