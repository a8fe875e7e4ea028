/** A needle is slipped: one page charges at another, which sees the line and dashes through it in time. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Server } from '../../game-client/tests/server.ts';
import { aimAt, clean, down, launch, until, Visitor, WIDE } from './support.ts';

/** Slow enough for a script: the line is taut for long, and a dash refuses hits for long and leads nowhere. */
const TUNING = {
  'match.warmup': 0,
  'match.length': 600,
  'life.protection': 0.2,
  'weapons.needle.charge': 1.5,
  'dash.speed': 100,
  'dash.time': 1,
  'dash.untouchable': 0.9,
  'dash.cooldown': 4,
};
/** From the first sight of the line to the dash, in ticks. */
const WAITS = 60;

let browser: Browser;
let server: Server;

beforeAll(async () => {
  const options = { flags: ['--map', 'box', '--fill', '0'], tuning: TUNING };
  [browser, server] = await Promise.all([launch(), Server.start(options)]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** In the page itself, so that no way to it makes the dash late: waits for Anna's line, and dashes while it is taut. */
async function dashInTime(visitor: Visitor): Promise<void> {
  await visitor.page.evaluate(
    async (waits) =>
      new Promise<void>((done) => {
        let began: number | null = null;
        const key = (kind: string): boolean =>
          document.dispatchEvent(new KeyboardEvent(kind, { code: 'Space' }));
        const look = (): void => {
          const { tick = null, players = [] } = window.fray ?? {};
          if (players.some(({ name, charging }) => name === 'Anna' && charging)) {
            began ??= tick;
          }
          if (began !== null && tick !== null && tick >= began + waits) {
            key('keydown');
            requestAnimationFrame(() => done(void key('keyup')));
          } else {
            requestAnimationFrame(look);
          }
        };
        look();
      }),
    WAITS,
  );
}

/** Holds fire until the needle has shot. */
async function needle(anna: Visitor, ben: Visitor): Promise<void> {
  const charges = async (): Promise<boolean> =>
    (await ben.seen()).players.some(({ name, charging }) => name === 'Anna' && charging);
  await aimAt(anna, 'Ben');
  await anna.page.mouse.down();
  await until('Ben sees the line', charges, 5000);
  await ben.shot('needle-taut');
  await until('it has shot', async () => !(await charges()), 5000);
  await anna.page.mouse.up();
}

test('a_needle_goes_slack_on_who_dashes_in_time_and_hits_who_does_not', async () => {
  const anna = await Visitor.open(browser, server.address, WIDE);
  await anna.play('Anna');
  const { code } = await anna.seen();
  const ben = await Visitor.open(browser, `${server.address}/?room=${code ?? ''}`, WIDE);
  await ben.play('Ben');
  await Promise.all([down(anna), down(ben)]);
  await anna.page.keyboard.press('Digit2');
  await until('the needle is in hand', async () => (await anna.seen()).weapon === 1, 5000);

  await aimAt(ben, 'Anna');
  // The words stand for a moment: they are waited for before it comes.
  const told = async (visitor: Visitor, text: string): Promise<void> =>
    visitor.page.getByText(text, { exact: true }).waitFor({ timeout: 15_000 });
  await Promise.all([
    told(ben, 'SLIP').then(async () => ben.shot('slipped')),
    told(ben, "Anna's needle went slack"),
    told(anna, 'Ben slipped your needle'),
    dashInTime(ben),
    needle(anna, ben),
  ]);
  expect((await ben.seen()).health).toBe(100);
  await Promise.all([clean(anna), clean(ben)]);

  await needle(anna, ben);
  await until('Ben is hurt', async () => (await ben.seen()).health === 30, 5000);
  expect([...anna.complaints, ...ben.complaints]).toEqual([]);
});
