/** Somebody who plays for the first time, with hints and a clumsy aim, learns to play, and soon has a first kill. */
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Server } from '../../game-client/tests/server.ts';
import { Newcomer } from './newcomer.ts';
import { launch, Visitor } from './support.ts';

/** `make prove ONLY=novice` asks for visits up to a first kill, wants the figures as a file, and judges them. */
const VISITS = Number(process.env['MEASURE_COUNT'] ?? 0);
const FILE = process.env['MEASURE_FILE'];
/** Lines of the tuning file to replace, for a defect that must be noticed. */
const TUNING = JSON.parse(process.env['NOVICE_TUNING'] ?? '{}') as Record<string, number>;
const SEED = Number(process.env['FRAY_SEED'] ?? Date.now() % 1_000_000);
/** Nobody tries for longer, and nobody needs longer to learn what the hints say. */
const MOST_S = 120;
const LEARNS_S = 40;

interface First {
  readonly seconds: number;
  readonly deaths: number;
}

/** Plays until that is enough, or for so long; answers how long it took. */
async function playUntil(newcomer: Newcomer, most: number, enough: () => boolean): Promise<number> {
  const began = performance.now();
  const passed = (): number => (performance.now() - began) / 1000;
  while (passed() < most && !enough()) {
    await newcomer.act();
  }
  return Math.min(passed(), most);
}

async function visit(seed: number, use: (newcomer: Newcomer) => Promise<void>): Promise<void> {
  const browser = await launch();
  const server = await Server.start({ tuning: TUNING });
  const visitor = await Visitor.open(browser, server.address);
  await visitor.play('Newcomer');
  await use(new Newcomer(visitor, seed));
  expect(visitor.complaints).toEqual([]);
  await browser.close();
  await server.stop();
}

test('a_newcomer_learns_from_hints_to_walk_to_shoot_and_to_dash', { timeout: 120_000 }, async () => {
  await visit(SEED, async (newcomer) => {
    await playUntil(newcomer, LEARNS_S, () => newcomer.knows.size === 3 && newcomer.shots > 0);
    expect([...newcomer.knows].toSorted(), `seed ${SEED}`).toEqual(['dash', 'fire', 'walk']);
    expect(newcomer.shots).toBeGreaterThan(0);
  });
});

test.runIf(VISITS > 0)(
  'first_kills_are_timed',
  async () => {
    const firsts: First[] = [];
    for (let number = 0; number < VISITS; number += 1) {
      await visit(SEED + number, async (newcomer) => {
        const seconds = await playUntil(newcomer, MOST_S, () => newcomer.kills > 0);
        firsts.push({ seconds, deaths: newcomer.deaths });
        console.info(`newcomer ${SEED + number}: ${seconds.toFixed(1)} s, ${newcomer.deaths} deaths`);
      });
    }
    if (FILE !== undefined) {
      writeFileSync(FILE, JSON.stringify(firsts));
    }
    expect(firsts.length).toBe(VISITS);
  },
  60_000 + VISITS * (MOST_S + 20) * 1000,
);
