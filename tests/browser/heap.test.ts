/** A page that plays on and on holds no more memory than after its first minutes. */
import { writeFileSync } from 'node:fs';
import type { CDPSession } from 'playwright-core';
import { expect, test } from 'vitest';
import { Server } from '../../game-client/tests/server.ts';
import { Newcomer } from './newcomer.ts';
import { launch, until, Visitor } from './support.ts';

/** `make prove ONLY=heap` asks for minutes 2 and 10, wants the figures as a file, and judges them. */
const TO_S = Number(process.env['MEASURE_COUNT'] ?? 0);
const FROM_S = TO_S / 5;
const FILE = process.env['MEASURE_FILE'];
/** A page with this defect lets go of nothing. */
const HOARDS = process.env['HEAP_HOARDS'] !== undefined;
const SEED = Number(process.env['FRAY_SEED'] ?? Date.now() % 1_000_000);

declare global {
  interface Window {
    hoard?: unknown[];
  }
}

/** What is in use once all that nobody needs is gone, in KiB: the least of some looks, for the browser itself is slow to let go. */
async function heapKb(session: CDPSession): Promise<number> {
  let least = Infinity;
  let looks = 0;
  const look = async (): Promise<boolean> => {
    await session.send('HeapProfiler.collectGarbage');
    least = Math.min(least, (await session.send('Runtime.getHeapUsage')).usedSize / 1024);
    looks += 1;
    return looks >= 5;
  };
  await until('five looks', look, 30_000);
  return least;
}

// Before minutes have passed, the browser still compiles and pools still fill: `script_time.test.ts` looks at the view alone.
test.runIf(TO_S > 0)(
  'what_a_page_holds_is_measured',
  async () => {
    const browser = await launch();
    const server = await Server.start();
    const visitor = await Visitor.open(browser, server.address);
    const session = await visitor.page.context().newCDPSession(visitor.page);
    await session.send('HeapProfiler.enable');
    const newcomer = new Newcomer(visitor, SEED);
    await visitor.play('Newcomer');
    const began = performance.now();
    const playUntil = async (seconds: number): Promise<number> => {
      while (performance.now() - began < seconds * 1000) {
        await newcomer.act();
        if (HOARDS) {
          await visitor.page.evaluate(() =>
            (window.hoard ??= []).push(Array.from({ length: 20_000 }, (_, at) => ({ at }))),
          );
        }
      }
      return heapKb(session);
    };
    const heaps = [await playUntil(FROM_S), await playUntil(TO_S)] as const;
    const { draws } = await visitor.seen();
    const figures = { fromKb: heaps[0], toKb: heaps[1], pictures: draws.count };
    console.info(`heap, seed ${SEED}: ${JSON.stringify(figures)}`);
    if (FILE !== undefined) {
      writeFileSync(FILE, JSON.stringify(figures));
    }
    expect(visitor.complaints).toEqual([]);
    await browser.close();
    await server.stop();
    expect(figures.pictures).toBeGreaterThan(TO_S * 5);
  },
  60_000 + TO_S * 1000,
);
