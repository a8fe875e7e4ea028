/** The languages, and the pages beside the game: what is lost, what cannot be drawn, and what other programs read. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Server } from '../../game-client/tests/server.ts';
import { clean, HARMLESS, PHONE, stage, until, violations, Visitor, WIDE } from './support.ts';

const { visit } = stage();
let server: Server;

beforeAll(async () => {
  const options = { flags: ['--map', 'box', '--fill', '3'], tuning: HARMLESS };
  server = await Server.start(options);
});

afterAll(async () => server.stop());

/** What a language calls it. */
function words(language: string, key: string): string {
  const path = new URL(`../../game-client/lang/${language}.json`, import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>)[key] ?? '';
}

/** A browser that asks for this language, and notes every text of the button that leads on. */
function asking(language: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.addInitScript((wanted) => {
      Object.defineProperty(navigator, 'languages', { get: () => [wanted, 'en'] });
      const seen = new Set<string>();
      Object.assign(window, { seenWords: seen });
      new MutationObserver(() => {
        document.querySelectorAll('.start .main').forEach(({ textContent }) => seen.add(textContent));
      }).observe(document, { childList: true, subtree: true });
    }, language);
  };
}

async function lang(visitor: Visitor): Promise<string> {
  return visitor.page.evaluate(() => document.documentElement.lang);
}

test.each(['de-AT', 'fr', 'es-MX'])('%s_is_read_from_the_first_picture_on', async (tag) => {
  const language = tag.slice(0, 2);
  for (const size of [WIDE, PHONE]) {
    const anna = await visit(server.address, size, asking(tag));
    expect(await lang(anna)).toBe(language);
    const seen = await anna.page.evaluate(() => [
      ...(window as unknown as { seenWords: Set<string> }).seenWords,
    ]);
    expect(seen).toEqual([words(language, 'start.play')]);
    await anna.shot(`start-${language}`);
    await clean(anna);
    await anna.page.getByRole('button', { name: words(language, 'start.settings') }).click();
    for (const section of ['audio', 'video', 'controls', 'player']) {
      await anna.page.getByRole('tab', { name: words(language, `settings.${section}`) }).click();
      await anna.shot(`settings-${language}-${section}`);
      const wide = await anna.page
        .locator('.sections')
        .evaluate((page) => page.scrollWidth - page.clientWidth);
      expect(wide).toBe(0);
      await clean(anna);
    }
  }
});

test('a_language_that_is_chosen_is_spoken_at_once_and_costs_no_seat', async () => {
  const anna = await visit(server.address);
  await anna.play('Anna');
  const { seat, code } = await anna.seen();
  await anna.page.keyboard.press('Escape');
  await anna.page.getByRole('button', { name: 'Settings' }).click();
  await anna.page.getByRole('tab', { name: 'Player' }).click();
  await anna.page.getByLabel('Language').selectOption('Français');
  await anna.page.waitForFunction(() => document.documentElement.lang === 'fr');
  await anna.inPlay();
  expect([(await anna.seen()).seat, (await anna.seen()).code]).toEqual([seat, code]);
  // The settings are open where they were.
  const language = anna.page.getByLabel(words('fr', 'player.language'), { exact: true });
  expect(await language.inputValue()).toBe('fr');
  await clean(anna);
  await anna.page.keyboard.press('Escape');
  await anna.page.getByRole('region', { name: words('fr', 'hud.time') }).waitFor();
  await anna.shot('match-fr');
  const rules = await anna.page.context().newPage();
  await rules.goto(`${server.address}/rules`);
  await rules.getByRole('heading', { name: words('fr', 'rules.title'), exact: true }).waitFor();
  expect([await rules.title(), await rules.locator('html').getAttribute('lang')]).toEqual([
    words('fr', 'rules.page'),
    'fr',
  ]);
});

test('a_language_that_cannot_be_had_leaves_a_page_in_english', async () => {
  const anna = await visit(server.address, WIDE, async (page) => {
    await asking('de')(page);
    await page.route('**/de-*.json', (route) => route.abort());
  });
  expect(await lang(anna)).toBe('en');
  expect(await anna.page.getByRole('button', { name: 'Play', exact: true }).isVisible()).toBe(true);
});

test.each([WIDE, PHONE])('an_address_that_leads_nowhere_is_a_page_with_a_way_on', async (size) => {
  const anna = await visit(server.address, size, asking('de'));
  const answer = await anna.page.goto(`${server.address}/no/where`);
  expect(answer?.status()).toBe(404);
  await anna.page.getByRole('heading', { name: words('de', 'missing.title') }).waitFor();
  await anna.shot('missing-de');
  expect(await violations(anna)).toEqual([]);
  await anna.page.getByRole('link', { name: words('de', 'missing.play') }).click();
  await anna.page.waitForFunction(() => window.fray?.page === 'start');
});

test('a_browser_that_draws_nothing_is_told_so', async () => {
  const anna = await visit(server.address);
  await anna.page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = (): null => null;
    Object.assign(window, { OffscreenCanvas: undefined });
  });
  await anna.page.reload();
  await anna.page.getByRole('heading', { name: words('en', 'blind.title') }).waitFor();
  await anna.shot('blind');
  expect(await violations(anna)).toEqual([]);
});

test('before_its_script_a_page_is_of_cloth_and_without_one_it_says_what_it_needs', async () => {
  const anna = await visit(server.address);
  await anna.page.route('**/*.js', () => undefined);
  await anna.page.goto(server.address, { waitUntil: 'commit' });
  await anna.page.getByRole('heading', { name: 'Fray' }).waitFor();
  await anna.shot('loading');
  const [browser, viewport] = [anna.page.context().browser(), WIDE];
  const plain = await browser?.newContext({ javaScriptEnabled: false, viewport });
  const page = await plain?.newPage();
  await page?.goto(server.address);
  expect(await page?.locator('noscript p').allTextContents()).toHaveLength(4);
  expect(await page?.locator('noscript .patch').isVisible()).toBe(true);
  await plain?.close();
});

test('the_menu_fills_the_screen_and_gives_it_back', async () => {
  const anna = await visit(server.address);
  await anna.play('Anna');
  await anna.page.keyboard.press('Escape');
  await anna.page.getByRole('button', { name: 'Full screen', exact: true }).click();
  const leave = anna.page.getByRole('button', { name: 'Leave full screen' });
  await leave.waitFor();
  expect(await anna.page.evaluate(() => document.fullscreenElement?.tagName)).toBe('HTML');
  await leave.click();
  await anna.page.getByRole('button', { name: 'Full screen', exact: true }).waitFor();
  await clean(anna);
});

test('a_browser_that_keeps_nothing_plays', async () => {
  const anna = await visit(server.address, WIDE, async (page) => {
    await page.addInitScript(() => {
      for (const storage of ['localStorage', 'sessionStorage']) {
        Object.defineProperty(window, storage, {
          get: () => {
            throw new DOMException('The operation is insecure.', 'SecurityError');
          },
        });
      }
    });
  });
  await anna.play('Anna');
  expect(anna.complaints).toEqual([]);
});

test('shapes_come_back_with_a_graphics_device_that_was_lost', async () => {
  const anna = await visit(`${server.address}/?renderer=webgl`);
  await anna.play('Anna');
  await anna.aim(0, 0);
  // What is drawn in many colours takes many bytes.
  const drawn = async (): Promise<number> => {
    const clip = { x: WIDE.width / 2 - 30, y: WIDE.height / 2 - 30, width: 60, height: 60 };
    return (await anna.page.screenshot({ clip })).length;
  };
  const before = await drawn();
  await anna.page.evaluate(async () => {
    const canvas = document.querySelector<HTMLCanvasElement>('.picture canvas');
    const loss = canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    const restored = new Promise((resolve) => canvas?.addEventListener('webglcontextrestored', resolve));
    loss?.loseContext();
    await new Promise((resolve) => setTimeout(resolve, 100));
    loss?.restoreContext();
    await restored;
  });
  const { count } = (await anna.seen()).draws;
  await until('more pictures are drawn', async () => (await anna.seen()).draws.count > count + 3, 5000);
  expect(await drawn()).toBeGreaterThan(before / 2);
});

test('what_a_link_shows_and_what_an_installed_game_needs_is_all_there', async () => {
  const anna = await visit(server.address);
  const card = await anna.page.locator('meta[property="og:image"]').getAttribute('content');
  expect(card).toBe(`${server.address}/card.jpg`);
  const manifest = (await (await anna.page.request.get(`${server.address}/manifest.webmanifest`)).json()) as {
    icons: { src: string; sizes: string; type: string }[];
  };
  const pictures = [
    { src: new URL(card ?? '').pathname, sizes: '1200x630', type: 'image/jpeg' },
    { src: '/apple-touch-icon.png', sizes: '180x180', type: 'image/png' },
    ...manifest.icons,
  ];
  for (const { src, sizes, type } of pictures) {
    const answer = await anna.page.request.get(`${server.address}${src}`);
    expect([src, answer.status(), answer.headers()['content-type']]).toEqual([src, 200, type]);
    expect((await answer.body()).length).toBeLessThan(60_000);
    const sides = await anna.page.evaluate(async (address) => {
      const picture = new Image();
      picture.src = address;
      await picture.decode();
      return `${picture.naturalWidth}x${picture.naturalHeight}`;
    }, src);
    expect([sides, 'any']).toContain(sizes);
  }
});
