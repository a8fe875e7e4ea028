import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeClient, encodeServer } from '../../game-client/src/protocol/messages.gen.ts';
import { Server } from '../../game-client/tests/server.ts';
import { clean, launch, PHONE, violations, Visitor, WIDE } from './support.ts';

let browser: Browser;
let server: Server;

beforeAll(async () => {
  [browser, server] = await Promise.all([launch(), Server.start()]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** Lets every connection of a page end with this goodbye, and counts those that would play. */
async function refuse(
  visitor: Visitor,
  code: number,
  params: (string | number)[],
): Promise<{ count: number }> {
  const connections = { count: 0 };
  await visitor.page.routeWebSocket('**/ws', (socket) => {
    socket.onMessage((bytes) => {
      const hello = typeof bytes === 'string' ? null : decodeClient(bytes);
      connections.count += hello?.kind === 'hello' && hello.watch === 0 ? 1 : 0;
      socket.send(Buffer.from(encodeServer({ kind: 'goodbye', code, params })));
      void socket.close({ code });
    });
  });
  return connections;
}

async function play(visitor: Visitor): Promise<void> {
  await visitor.page.getByRole('button', { name: 'Play', exact: true }).click();
}

test.each([
  ['full', 4002, []],
  ['room_ended', 4005, []],
  ['too_slow', 4006, []],
  ['kicked', 4004, []],
  ['malformed', 4008, ['runs', 17, '16']],
] as const)('the_page_of_%s_has_words_and_a_button', async (name, code, params) => {
  const anna = await Visitor.open(browser, server.address);
  await refuse(anna, code, [...params]);
  await play(anna);
  await anna.ending(name);
  await anna.shot(name);
  expect(await anna.page.getByRole('alert').getByRole('button').count()).toBeGreaterThan(0);
  expect(await violations(anna)).toEqual([]);
  expect(anna.complaints).toEqual([]);
  await anna.close();
});

test('another_version_reloads_the_page_once_and_then_says_so', async () => {
  const anna = await Visitor.open(browser, server.address);
  const connections = await refuse(anna, 4001, [2, 'newer']);
  const reloaded = anna.page.waitForEvent('load');
  await play(anna);
  await reloaded;
  await anna.page.waitForFunction(() => window.fray?.page === 'start');
  await play(anna);
  await anna.ending('version');
  await anna.shot('version');
  await clean(anna);
  expect(connections.count).toBe(2);
  expect(await anna.page.getByRole('alert').innerText()).toContain('newer');
  expect(anna.complaints).toEqual([]);
  await anna.close();
});

test('start_and_play_are_accessible', async () => {
  const anna = await Visitor.open(browser, server.address);
  expect(await violations(anna)).toEqual([]);
  await anna.play('Anna');
  await anna.page.waitForTimeout(500);
  expect(await violations(anna)).toEqual([]);
  expect(anna.complaints).toEqual([]);
  await anna.close();
});

test.each([WIDE, PHONE])(
  'the_first_page_names_the_keys_as_they_are_set_and_holds_them_$width',
  async (size) => {
    const anna = await Visitor.open(browser, server.address, size);
    const keys = async (): Promise<string[]> =>
      (await anna.page.locator('.keys kbd').allInnerTexts()).slice(5);
    expect(await keys()).toEqual(['left button', 'Q', 'wheel', 'Space', 'right button', 'R', 'Tab', 'Esc']);
    const does = await anna.page.locator('.keys dd').allInnerTexts();
    expect(does).toEqual(['aim', 'walk', 'shoot', 'switch', 'dash', 'shield', 'reload', 'scores', 'menu']);
    expect(await overflow(anna)).toEqual([]);
    await anna.shot('start-keys');
    await anna.page.evaluate(() => {
      localStorage.setItem('fray.settings', JSON.stringify({ controls: { next: 'KeyE', scores: 'KeyT' } }));
    });
    await anna.page.reload();
    await anna.page.waitForFunction(() => window.fray?.page === 'start');
    expect(await keys()).toEqual(['left button', 'E', 'wheel', 'Space', 'right button', 'R', 'T', 'Esc']);
    await clean(anna);
    await anna.close();
  },
);

/** What of the first page is cut off or lies on something else. */
async function overflow(visitor: Visitor): Promise<string[]> {
  return visitor.page.evaluate(() => {
    const found = Array.from(document.querySelectorAll('.start'))
      .filter((page) => page.scrollWidth > page.clientWidth || page.scrollHeight > page.clientHeight)
      .map(() => 'the page scrolls');
    const shown = Array.from(document.querySelectorAll('.start h1, .start .patch, .keys > *, .build'));
    const boxes = shown.map((element) => ({
      name: element.textContent,
      box: element.getBoundingClientRect(),
    }));
    for (const [at, { name, box }] of boxes.entries()) {
      if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight) {
        found.push(`${name} is cut off`);
      }
      for (const { name: other, box: b } of boxes.slice(at + 1)) {
        if (box.left < b.right && b.left < box.right && box.top < b.bottom && b.top < box.bottom) {
          found.push(`${name} and ${other} overlap`);
        }
      }
    }
    return found;
  });
}

test('the_policy_of_the_pages_is_strict_and_the_icon_is_there', async () => {
  const page = await fetch(server.address);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');
  const icon = await fetch(`${server.address}/favicon.svg`);
  expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
});

test('typing_a_name_plays_nothing_and_space_in_play_does_not_scroll', async () => {
  const anna = await Visitor.open(browser, server.address);
  await anna.page.getByLabel('Your name').fill('');
  await anna.page.getByLabel('Your name').pressSequentially('was d');
  expect(await anna.page.getByLabel('Your name').inputValue()).toBe('was d');
  await anna.play('Anna');
  const prevented = await anna.page.evaluate(() => {
    const event = new KeyboardEvent('keydown', {
      code: 'Space',
      bubbles: true,
      cancelable: true,
    });
    document.body.dispatchEvent(event);
    return event.defaultPrevented;
  });
  expect(prevented).toBe(true);
  await anna.close();
});
