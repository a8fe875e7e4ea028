/** A word in a corner says what is wrong with the line, by itself, and goes again; the net graph shows the figures. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Link, Server } from '../../game-client/tests/server.ts';
import { clean, HARMLESS, launch, PHONE, until, Visitor, WIDE } from './support.ts';

/** An even line, on which nothing at all arrives for a while: from when on, in seconds of the link. */
const OUTAGE_AT = 9;
const OUTAGE = 2.4;
const ONE_WAY = [
  'delay = 0.05',
  'jitter = 0.002',
  'bandwidth = 5000',
  'queue = 256',
  'stall_every = 0',
  'stall = 0',
];
const STALLS = [
  'about = "a line that breaks off once"',
  ...['[up]', ...ONE_WAY, '[down]', ...ONE_WAY],
  ...['[[outage]]', `at = ${OUTAGE_AT}`, `time = ${OUTAGE}`, 'every = 0'],
].join('\n');

let browser: Browser;
let server: Server;
let folder: string;

beforeAll(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'fray-line-'));
  writeFileSync(join(folder, 'breaks.toml'), STALLS);
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  // Bots are there, but nobody dies of them.
  const tuning = { ...HARMLESS, 'match.idle': 0 };
  server = await Server.start({ flags: ['--map', 'box', '--fill', '5'], tuning });
});

afterEach(async () => server.stop());

/** Plays, and walks. What moves on the first page while it loads over such a line is another matter. */
async function enter(visitor: Visitor): Promise<void> {
  await visitor.play('Anna');
  await visitor.page.keyboard.down('KeyD');
  await visitor.page.evaluate(() => (window.shifts = []));
}

test('a_stall_is_told_in_words_that_come_and_go_by_themselves', { timeout: 90_000 }, async () => {
  const link = await Link.to(server, join(folder, 'breaks.toml'));
  const anna = await Visitor.open(browser, link.address);
  try {
    await enter(anna);
    const word = anna.page.locator('.condition');
    const says = async (): Promise<string> => ((await word.isVisible()) ? word.innerText() : '');
    const told: string[] = [];
    const hears = async (wanted: RegExp, withinMs: number): Promise<void> =>
      until(
        `it says ${wanted.source}; it said ${told.join(' / ')}`,
        async () => {
          const text = (await says()).replace(/\s+/g, ' ');
          told.push(...(text === told.at(-1) ? [] : [text]));
          return wanted.test(text);
        },
        withinMs,
      );
    await hears(/^Bad.*Nothing has come for [12] s/, (OUTAGE_AT + OUTAGE) * 1000);
    // Up to then the line was well; a machine that is busy may have been told of.
    expect(told.slice(0, -1).join('')).not.toMatch(/Bad|bursts/);
    await hears(/^(Bad|Uneven).*(delivers in bursts|You fell behind)/, 5000);
    await anna.shot('line-word');
    await clean(anna);
    await hears(/^$/, 40_000);
    await clean(anna);
  } finally {
    await anna.close();
    await link.stop();
  }
});

test.each(['night', 'linen', 'velvet'])('the_graph_can_be_read_on_%s', { timeout: 60_000 }, async (theme) => {
  const link = await Link.to(server, 'train', 3);
  const open = async (size: typeof WIDE): Promise<Visitor> => {
    const item = `localStorage.setItem('fray.settings', '${JSON.stringify({ video: { theme } })}')`;
    const prepare = async (page: Page): Promise<void> => void (await page.context().addInitScript(item));
    return Visitor.open(browser, link.address, size, prepare);
  };
  const visitors = [await open(WIDE), ...(theme === 'night' ? [await open(PHONE)] : [])];
  try {
    for (const anna of visitors) {
      await enter(anna);
      await anna.page.keyboard.press('KeyN');
      const graph = anna.page.getByRole('region', { name: 'Net graph' });
      await graph
        .getByText(/^\d+ ms$/)
        .first()
        .waitFor();
      await anna.page.waitForTimeout(5000);
      await anna.shot(`graph-${theme}`);
      const drawn = await graph.locator('canvas').evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
        return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size;
      });
      // The ground, the line between the lanes, and bars.
      expect(drawn).toBeGreaterThanOrEqual(3);
      await clean(anna);
    }
  } finally {
    await Promise.all(visitors.map((anna) => anna.close()));
    await link.stop();
  }
});
