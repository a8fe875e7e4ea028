/** A page of the game in headless Chromium, as a test sees it: what a person would do, and what `window.fray` says. */
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { Server, type ServerOptions } from '../../game-client/tests/server.ts';
import type { Seam } from '../../game-client/src/ui/seam.ts';

/** Screenshots of the last run; those that were looked at and kept stand one folder above. */
const SHOTS = fileURLToPath(new URL('./shots/last/', import.meta.url));
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];
/** Without these Chromium looks for hosts of its maker, and its sandbox needs rights that a test run lacks. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const WIDE = { width: 1280, height: 720 };
export const PHONE = { width: 390, height: 844 };
/** The same phone as it is held: under fingers. */
export const HELD = { ...PHONE, hasTouch: true };
export const LYING = { width: PHONE.height, height: PHONE.width, hasTouch: true };

/** Tuning with which bots are there and fight, but nobody dies of them, whatever they pick up. */
export const HARMLESS = {
  'weapons.stitcher.damage': 0,
  'weapons.needle.damage': 0,
  'weapons.needle.pierced_damage': 0,
  'weapons.shears.damage': 0,
  'weapons.bobbin.damage': 0,
  'weapons.bobbin.blast_damage': 0,
};

/** Who has been at one place for so long stands. */
const STOOD_TICKS = 12;

/** A screen: its size, and whether it is touched. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly hasTouch?: boolean;
}

export async function launch(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? CHROMIUM.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error('chromium is missing: install it, or name it in CHROMIUM');
  }
  return chromium.launch({ executablePath, args: ARGS });
}

/** What `window.fray` says, as plain data. */
export type Seen = { -readonly [Key in keyof Seam]: Seam[Key] };

/** One page, and every complaint that its console made. */
export class Visitor {
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly size: Screen,
  ) {}

  /** `prepare` is called with the page before anything is loaded. */
  static async open(
    browser: Browser,
    address: string,
    size: Screen = WIDE,
    prepare?: (page: Page) => Promise<void>,
  ): Promise<Visitor> {
    const { hasTouch = false, ...viewport } = size;
    const page = await (await browser.newContext({ viewport, hasTouch, isMobile: hasTouch })).newPage();
    await page.context().addInitScript(watchShifts);
    await prepare?.(page);
    const visitor = Visitor.of(page, size);
    await page.goto(address);
    await page.waitForFunction(() => window.fray !== undefined);
    return visitor;
  }

  /** A page that is open already: from now on it is listened to. */
  static of(page: Page, size: Screen = WIDE): Visitor {
    const visitor = new Visitor(page, size);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) {
        visitor.complaints.push(message.text());
      }
    });
    page.on('pageerror', (error) => visitor.complaints.push(error.message));
    return visitor;
  }

  /** Writes a name, presses Play and waits for the first picture. */
  async play(name: string): Promise<void> {
    await this.page.getByLabel('Your name').fill(name);
    await this.page.getByRole('button', { name: 'Play', exact: true }).click();
    await this.inPlay();
  }

  async inPlay(): Promise<void> {
    await this.page.waitForFunction(() => window.fray?.page === 'play' && window.fray.draws.count > 2);
  }

  /** Waits until the page shows this ending. */
  async ending(name: string, timeout = 15_000): Promise<void> {
    await this.page.waitForFunction((wanted) => window.fray?.page === wanted, name, { timeout });
  }

  async seen(): Promise<Seen> {
    const seen = await this.page.evaluate(() => (window.fray === undefined ? null : { ...window.fray }));
    if (seen === null) {
      throw new Error('the page has no window.fray');
    }
    return seen;
  }

  /** Puts the pointer where a direction of the world leads from the middle of the picture. */
  async aim(x: number, y: number): Promise<void> {
    const length = Math.max(Math.hypot(x, y), 1);
    const reach = Math.min(this.size.width, this.size.height) * 0.3;
    await this.page.mouse.move(
      this.size.width / 2 + (x / length) * reach,
      this.size.height / 2 + (y / length) * reach,
    );
  }

  /** The colour in the middle of the picture, as the canvas renderer drew it. */
  async middle(): Promise<number[]> {
    return this.page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.picture canvas');
      const pixels = canvas?.getContext('2d')?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
      return Array.from(pixels ?? []).slice(0, 3);
    });
  }

  async shot(name: string): Promise<void> {
    mkdirSync(SHOTS, { recursive: true });
    await this.page.screenshot({
      path: `${SHOTS}${name}-${this.size.width}.png`,
    });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** What the tests of a file use. */
export interface Stage {
  /** A server that stops when the test is over. */
  readonly serve: (options?: ServerOptions) => Promise<Server>;
  /** A page that closes when the test is over. */
  readonly visit: (
    address: string,
    size?: Screen,
    prepare?: (page: Page) => Promise<void>,
  ) => Promise<Visitor>;
}

/** Called once, at the top of a file: one browser for all of its tests. */
export function stage(): Stage {
  let browser: Browser | null = null;
  let visitors: Visitor[] = [];
  let servers: Server[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => browser?.close());
  afterEach(async () => {
    await Promise.all(visitors.map((visitor) => visitor.close()));
    await Promise.all(servers.map((server) => server.stop()));
    [visitors, servers] = [[], []];
  });
  return {
    serve: async (options) => {
      const server = await Server.start(options);
      servers.push(server);
      return server;
    },
    visit: async (address, size, prepare) => {
      if (browser === null) {
        throw new Error('pages are visited by tests');
      }
      const visitor = await Visitor.open(browser, address, size, prepare);
      visitors.push(visitor);
      return visitor;
    },
  };
}

/** Asks again until the answer is yes. */
export async function until(what: string, isSo: () => Promise<boolean>, withinMs: number): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > end) {
      throw new Error(`${what}: not within ${withinMs} ms`);
    }
  }
}

/** Notes in a page what moved by itself: not within half a second of a key or a click. */
function watchShifts(): void {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as Shift[]) {
      if (!entry.hadRecentInput) {
        const moved = entry.sources
          .map(({ node }) => (node instanceof Element ? node.className : ''))
          .join(' ');
        window.shifts?.push(`${entry.value.toFixed(4)}: ${moved}`);
      }
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** What moved by itself on the page so far. */
export async function shifts(visitor: Visitor): Promise<string[]> {
  return visitor.page.evaluate(() => window.shifts ?? ['nobody looked']);
}

/** An entry of the browser's own watch, which the types of its pages do not know yet. */
interface Shift {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: unknown }[];
}

declare global {
  interface Window {
    shifts?: string[];
  }
}

/** What axe has to say against the page as it is now. */
export async function violations(visitor: Visitor): Promise<string[]> {
  await visitor.page.evaluate(axe.source);
  return visitor.page.evaluate(async () => {
    const run = (window as unknown as { axe: typeof axe }).axe.run;
    const { violations: found } = await run(document, {
      resultTypes: ['violations'],
    });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

/** Nothing complained, nothing moved by itself, and axe has nothing against the screen. */
export async function clean(visitor: Visitor): Promise<void> {
  expect(await violations(visitor)).toEqual([]);
  expect(await shifts(visitor)).toEqual([]);
  expect(visitor.complaints).toEqual([]);
}

/** Presses a key until what has the focus is described by this text. */
export async function walkTo(visitor: Visitor, wanted: string, key = 'Tab'): Promise<void> {
  const focused = (): Promise<string> =>
    visitor.page.evaluate(() => {
      const { activeElement } = document;
      const labels = activeElement instanceof HTMLInputElement ? [...(activeElement.labels ?? [])] : [];
      return [...labels.map((label) => label.innerText), activeElement?.textContent].join(' ');
    });
  for (let step = 0; step < 40 && !(await focused()).includes(wanted); step += 1) {
    await visitor.page.keyboard.press(key);
  }
  expect(await focused()).toContain(wanted);
}

/** Walks down to the lower rail, along which nothing stands between two bodies. */
export async function down(visitor: Visitor): Promise<void> {
  await visitor.page.keyboard.down('KeyS');
  await until('the lower rail', async () => ((await visitor.seen()).place?.y ?? 0) > 575, 10_000);
  await visitor.page.keyboard.up('KeyS');
  await stands('who walked down stands', visitor, async () => (await visitor.seen()).place);
}

/** Waits until a place has been the same for so many ticks. */
async function stands(what: string, visitor: Visitor, place: () => Promise<unknown>): Promise<void> {
  let [last, since] = ['', 0];
  await until(
    what,
    async () => {
      const tick = (await visitor.seen()).tick ?? 0;
      const now = JSON.stringify(await place());
      [last, since] = now === last ? [last, since] : [now, tick];
      return tick - since > STOOD_TICKS;
    },
    10_000,
  );
}

/** Points at another player, once it is seen to stand. */
export async function aimAt(visitor: Visitor, name: string): Promise<void> {
  await stands(`${name} stands`, visitor, async () => {
    const foe = (await visitor.seen()).players.find((player) => player.name === name);
    return [foe?.x, foe?.y];
  });
  const { place, players } = await visitor.seen();
  const other = players.find((player) => player.name === name);
  if (place === null || other === undefined) {
    throw new Error(`${name} is out of sight`);
  }
  await visitor.aim(other.x - place.x, other.y - place.y);
}
