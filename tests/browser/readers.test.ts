/**
 * Pictures for readers who have seen nothing else of the game: what a picture says must be plain without a word of
 * explanation, in colour, in grey, and to eyes that tell red from green badly. What they answered stands in
 * `readers/README.md`.
 */
import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import type { Received } from '../../game-client/src/protocol/baseline.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Server } from '../../game-client/tests/server.ts';
import { Between } from './between.ts';
import { looseOf, staged, type Other, type Scene } from './cast.ts';
import { FOLDER, shoot, WANTED } from './reading.ts';
import { launch, until, Visitor } from './support.ts';

/** In the middle of the map there is cover on all sides. */
const HERE = { x: 1010, y: 960 };
/** Tails take a while to fall into place, in ticks. */
const SETTLES = 150;

const NAMES = ['', 'Knot', 'Yarrow', 'Inkle', 'Boucle', 'Tuft', 'Sash', 'Tassel', 'Worsted', 'Rib'];
const other = (seat: number, x: number, y: number, more: Partial<Other> = {}): Other => ({
  ...{ seat, x, y, name: NAMES[seat] ?? '', health: 100, thread: 5, charges: false },
  ...more,
});
const QUIET = { health: 100, thread: 8, loose: [], shots: [] };

const SCENES: readonly Scene[] = [
  {
    ...QUIET,
    name: 'calm',
    others: [other(1, -430, -40), other(2, 390, -290, { thread: 12 }), other(3, 230, 240)],
  },
  {
    ...QUIET,
    name: 'crowded',
    thread: 14,
    others: [
      other(1, -150, -60, { thread: 9 }),
      other(2, 160, -30, { thread: 22 }),
      other(3, 40, 180, { thread: 4, health: 55 }),
      other(4, -300, 150, { thread: 13 }),
      other(5, 330, 190, { thread: 6 }),
      other(6, 430, -200, { thread: 31 }),
      other(7, -80, -260, { thread: 2, health: 35 }),
      other(8, -480, -220, { thread: 8 }),
      other(9, 590, -70, { thread: 10 }),
    ],
    loose: [
      { x: -60, y: 90, seat: 3 },
      { x: 340, y: -110, seat: 1 },
      { x: -380, y: -40, seat: 6 },
    ],
    shots: [0.1, 0.35, 0.6, 0.85, 0.48, 0.02, 0.73, 0.22].map((turn, at) => ({
      ...{ turn, seat: 1 + (at % 6) },
      ...{ x: -300 + at * 85, y: -120 + ((at * 97) % 260) },
    })),
  },
  {
    ...QUIET,
    name: 'needle',
    others: [
      other(2, 330, 10, { charges: true, thread: 11 }),
      other(1, -400, -50),
      other(4, -30, 260, { thread: 7 }),
      other(9, 430, -280, { thread: 9 }),
    ],
  },
  {
    ...QUIET,
    name: 'low',
    health: 18,
    others: [
      other(5, 300, 20, { health: 30, thread: 7 }),
      other(7, -420, -50, { thread: 10 }),
      other(3, 160, 250, { thread: 6 }),
    ],
  },
];

let browser: Browser;
let server: Server;

beforeAll(async () => {
  const options = { flags: ['--map', 'hoop', '--fill', '0'], tuning: { 'match.warmup': 0 } };
  [browser, server] = await Promise.all([launch(), Server.start(options)]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** The own body stands where the scene wants it. */
function here(message: Received): Received {
  return message.kind === 'snapshot' && message.own !== null
    ? { ...message, own: { ...message.own, x: HERE.x * 256, y: HERE.y * 256, vx: 0, vy: 0 } }
    : message;
}

test.runIf(WANTED).each(SCENES)('a_picture_is_taken_of_$name', async (scene) => {
  const stage = staged(scene);
  const between = new Between((message) => {
    const told = stage(here(message));
    return told.kind === 'loose' ? { ...told, drops: looseOf(scene, HERE) } : told;
  });
  const anna = await Visitor.open(browser, server.address, undefined, async (page) => {
    // Whoever has played before is told nothing any more.
    const used = { walk: true, fire: true, dash: true, wind: true, switch: true };
    await page.addInitScript((text) => localStorage.setItem('fray.settings', text), JSON.stringify({ used }));
    await between.take(page);
  });
  await anna.play('Anna');
  const { tick } = await anna.seen();
  await anna.aim(1, -0.4);
  await until(
    'tails fall into place',
    async () => ((await anna.seen()).tick ?? 0) > (tick ?? 0) + SETTLES,
    20_000,
  );
  await shoot(anna, scene.name);
  expect((await anna.seen()).players.length).toBe(scene.others.length);
  expect(anna.complaints).toEqual([]);
  await anna.close();
});

test.runIf(WANTED)(
  'pictures_are_taken_of_the_start_and_of_the_results',
  async () => {
    const tuning = { 'match.warmup': 0, 'match.goal': 12, 'match.goal_per_player': 0, 'thread.drop': 5 };
    const lively = await Server.start({ tuning });
    const anna = await Visitor.open(browser, lively.address);
    await anna.page.locator('.clear').waitFor({ timeout: 20_000 });
    await shoot(anna, 'start');
    await anna.play('Anna');
    await anna.page.getByText('12 m of thread: the goal.').waitFor({ timeout: 60_000 });
    await shoot(anna, 'results');
    await anna.close();
    await lively.stop();
    expect(existsSync(`${FOLDER}results-grey.png`)).toBe(true);
  },
  120_000,
);
