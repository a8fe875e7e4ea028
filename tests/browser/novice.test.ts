/** Somebody who plays for the first time, with hints and a clumsy aim, soon has a first kill. */
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Server } from '../../game-client/tests/server.ts';
import { Newcomer } from './newcomer.ts';
import { launch, Visitor } from './support.ts';

/** `make prove ONLY=novice` asks for more, and wants the figures as a file. */
const VISITS = Number(process.env['MEASURE_COUNT'] ?? 1);
const FILE = process.env['MEASURE_FILE'];
const SEED = Number(process.env['FRAY_SEED'] ?? Date.now() % 1_000_000);
/** Nobody tries for longer. */
const MOST_S = 120;

interface First {
  readonly seconds: number;
  readonly deaths: number;
}

async function firstKill(visitor: Visitor, seed: number): Promise<First> {
  const newcomer = new Newcomer(visitor, seed);
  await visitor.play('Newcomer');
  const began = performance.now();
  const passed = (): number => (performance.now() - began) / 1000;
  let deaths = 0;
  while (passed() < MOST_S) {
    const seen = await newcomer.act();
    deaths = Math.max(deaths, seen.deaths ?? 0);
    if ((seen.kills ?? 0) > 0) {
      return { seconds: passed(), deaths };
    }
  }
  return { seconds: MOST_S, deaths };
}

test(
  'a_newcomer_has_a_first_kill_before_long',
  async () => {
    const browser = await launch();
    const firsts: First[] = [];
    for (let visit = 0; visit < VISITS; visit += 1) {
      const server = await Server.start({ tuning: JSON.parse(process.env['NOVICE_TUNING'] ?? '{}') });
      const visitor = await Visitor.open(browser, server.address);
      const first = await firstKill(visitor, SEED + visit);
      console.info(`newcomer ${SEED + visit}: ${first.seconds.toFixed(1)} s, ${first.deaths} deaths`);
      firsts.push(first);
      expect(visitor.complaints).toEqual([]);
      await visitor.close();
      await server.stop();
    }
    await browser.close();
    if (FILE !== undefined) {
      writeFileSync(FILE, JSON.stringify(firsts));
    }
    expect(firsts.filter(({ seconds }) => seconds < MOST_S).length).toBeGreaterThan(0);
  },
  60_000 + VISITS * (MOST_S + 20) * 1000,
);
