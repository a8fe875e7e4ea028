/** People talk: lines and quick words by every control, who is muted or sent away, and what nobody may do by words. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { xbox } from '../../game-client/tests/pads.ts';
import { speaker } from '../../game-client/tests/speaker.ts';
import { Fingers, plugIn } from './pad.ts';
import { clean, HARMLESS, HELD, PHONE, stage, until, WIDE, type Visitor } from './support.ts';

const { serve, visit } = stage();

const CALM = { ...HARMLESS, 'match.warmup': 0, 'match.length': 600 };
const FLAGS = ['--map', 'box', '--fill', '0'];

async function two(tuning: Readonly<Record<string, number>> = CALM): Promise<[Visitor, Visitor]> {
  const server = await serve({ flags: FLAGS, tuning });
  const anna = await visit(server.address);
  await anna.play('Anna');
  const ben = await visit(server.address);
  await ben.play('Ben');
  return [anna, ben];
}

async function says(visitor: Visitor, text: string, key = 'KeyT'): Promise<void> {
  await visitor.page.keyboard.press(key);
  await visitor.page.locator('#talk-text').waitFor();
  await visitor.page.keyboard.type(text);
  await visitor.page.keyboard.press('Enter');
}

const line = (visitor: Visitor, text: string) => visitor.page.locator('.talk .lines .line').getByText(text);

test('one_writes_and_the_other_reads_and_no_key_of_it_is_played', async () => {
  const [anna, ben] = await two();
  const before = (await anna.seen()).place;
  await says(anna, 'was da, wd 123 qer');
  await line(ben, 'was da, wd 123 qer').waitFor();
  await ben.page.locator('.bubble').getByText('was da').waitFor();
  expect((await anna.seen()).place).toEqual(before);
  expect((await anna.seen()).weapon).toBe(0);
  await ben.shot('talk');
  await clean(ben);
  // Escape leaves the field and opens no menu.
  await anna.page.keyboard.press('KeyT');
  await anna.page.locator('#talk-text').waitFor();
  await anna.page.keyboard.type('never mind');
  await anna.page.keyboard.press('Escape');
  await anna.page.locator('#talk-text').waitFor({ state: 'hidden' });
  expect(await anna.page.locator('dialog').count()).toBe(0);
  await anna.page.keyboard.down('KeyD');
  await until('she walks again', async () => (await anna.seen()).place?.x !== before?.x, 5000);
  await anna.page.keyboard.up('KeyD');
  expect(await line(ben, 'never mind').count()).toBe(0);
});

test('who_says_too_much_is_told_to_wait', async () => {
  const [anna, ben] = await two();
  for (const each of [1, 2, 3, 4, 5, 6, 7]) {
    await says(anna, `line number ${each}`);
  }
  await anna.page.getByText(/Not so fast: again in [123] s/).waitFor();
  await line(ben, 'line number 5').waitFor();
  expect(await line(ben, 'line number 7').count()).toBe(0);
});

test('quick_words_by_keys_a_gamepad_and_fingers_each_in_the_language_of_the_reader', async () => {
  const server = await serve({ flags: FLAGS, tuning: CALM });
  const anna = await visit(server.address, WIDE, plugIn(xbox()));
  await anna.play('Anna');
  const ben = await visit(server.address, HELD, async (page) => {
    await page.addInitScript(() => localStorage.setItem('fray.settings', '{"player":{"language":"de"}}'));
  });
  await ben.page.getByRole('button', { name: 'Spielen', exact: true }).tap();
  await ben.inPlay();
  await anna.page.keyboard.press('KeyE');
  await anna.page.getByRole('group', { name: 'Quick words' }).waitFor();
  await anna.shot('wheel');
  await clean(anna);
  await anna.page.keyboard.press('Digit3');
  await line(ben, 'Danke').waitFor();
  expect((await anna.seen()).weapon).toBe(0);
  // Who begins to write has done with the wheel: digits are for the text.
  const words = anna.page.getByRole('group', { name: 'Quick words' });
  await anna.page.keyboard.press('KeyE');
  await words.waitFor();
  await says(anna, 'meet at 3');
  await line(ben, 'meet at 3').waitFor();
  expect(await words.isVisible()).toBe(false);
  const pad = new Fingers(anna);
  await pad.tap(4);
  await words.waitFor();
  await pad.tap(1);
  await words.waitFor({ state: 'hidden' });
  await pad.tap(4);
  await pad.walkTo('Well played', 13);
  await pad.tap(0);
  await line(ben, 'Stark!').waitFor();
  await ben.page.getByRole('button', { name: 'Reden' }).tap();
  await ben.shot('wheel');
  await ben.page.getByRole('button', { name: 'Haha' }).tap();
  await line(anna, 'Ha ha').waitFor();
  await anna.page.locator('.bubble').getByText('Ha ha').waitFor();
});

test('who_is_muted_stays_so_when_they_come_again_under_another_name', async () => {
  const [anna, ben] = await two();
  await says(ben, 'hear me');
  await line(anna, 'hear me').waitFor();
  await anna.page.keyboard.press('Escape');
  await anna.page.getByRole('button', { name: 'Players' }).click();
  await anna.page.getByRole('button', { name: 'Mute' }).click();
  await anna.page.getByRole('button', { name: 'Unmute' }).waitFor();
  await anna.page.getByRole('button', { name: 'Report …' }).click();
  const reasons = anna.page.getByRole('group', { name: 'Report Ben' });
  const insults = reasons.getByRole('button', { name: 'Insults' });
  await insults.waitFor();
  // Somebody who comes meanwhile closes no list, and takes no focus from it.
  const cleo = await visit(anna.page.url());
  await cleo.play('Cleo');
  await anna.page.locator('.people').getByText('Cleo').waitFor();
  expect(await insults.evaluate((button) => button === document.activeElement)).toBe(true);
  await cleo.page.close();
  await insults.click();
  await anna.page.getByText('Ben was reported.').waitFor();
  await anna.shot('people');
  await clean(anna);
  await anna.page.keyboard.press('Escape');
  await anna.page.keyboard.press('Escape');
  expect(await line(anna, 'hear me').count()).toBe(0);
  // He leaves, and comes again as somebody else.
  await ben.page.keyboard.press('Escape');
  await ben.page.getByRole('button', { name: 'Leave the match' }).click();
  await ben.play('Innocent');
  await says(ben, 'hear me again');
  await line(ben, 'hear me again').waitFor();
  await anna.page.reload();
  await anna.inPlay();
  await says(ben, 'and now');
  await line(ben, 'and now').waitFor();
  await says(anna, 'I hear nothing');
  await line(ben, 'I hear nothing').waitFor();
  expect(await anna.page.locator('.talk .lines .line').count()).toBe(1);
});

test('the_host_sends_one_away_who_does_not_come_back', async () => {
  const server = await serve({ flags: FLAGS, tuning: CALM });
  const anna = await visit(server.address);
  await anna.page.getByLabel('Your name').fill('Anna');
  await anna.page.getByRole('button', { name: 'Play with friends' }).click();
  await anna.inPlay();
  const link = anna.page.url();
  await anna.page.getByRole('button', { name: 'Done' }).click();
  const ben = await visit(link);
  await ben.play('Ben');
  await anna.page.keyboard.press('Escape');
  await anna.page.getByRole('button', { name: 'Players' }).click();
  await anna.page.getByRole('button', { name: 'Send away' }).click();
  await ben.page.getByRole('heading', { name: 'You were asked to leave' }).waitFor();
  await ben.page.goto(link);
  await ben.page.getByRole('button', { name: 'Play', exact: true }).click();
  await ben.page.getByRole('heading', { name: 'You were asked to leave' }).waitFor();
});

/** The texts of `tests/hostile.txt`. */
function hostile(): string[] {
  const file = readFileSync(new URL('../hostile.txt', import.meta.url), 'utf8');
  const unescaped = (text: string): string =>
    text.replaceAll(
      /\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|(.))/g,
      (_, long?: string, short?: string, one?: string) => {
        const code = long ?? short;
        return code === undefined
          ? ({ n: '\n', r: '\r', t: '\t' }[one ?? ''] ?? '\\')
          : String.fromCodePoint(parseInt(code, 16));
      },
    );
  const text = (each: string): string => {
    const [, times, once] = /^×(\d+) (.*)$/.exec(each) ?? [];
    return times === undefined ? unescaped(each) : unescaped(once ?? '').repeat(Number(times));
  };
  return file
    .split('\n')
    .filter((each) => each !== '' && !each.startsWith('#'))
    .map(text);
}

test.each([WIDE, PHONE])('no_text_is_more_than_text_$width', { timeout: 180_000 }, async (size) => {
  const texts = hostile();
  expect(texts.length).toBeGreaterThanOrEqual(300);
  const server = await serve({ flags: [...FLAGS, '--seats', '12'], tuning: CALM });
  const anna = await visit(server.address, size);
  await anna.play('Anna');
  const elements = (): Promise<number> =>
    anna.page.evaluate(() => document.querySelectorAll('.talk .line *').length);
  const { page } = anna;
  await page.keyboard.down('Tab');
  for (let at = 0; at < texts.length; at += 10) {
    const some = texts.slice(at, at + 10);
    const lines = await Promise.all(some.map((text) => speaker(server.socket, text, text)));
    await until(
      'all are there',
      async () => (await page.locator('.scores tbody tr').count()) === some.length + 1,
      10_000,
    );
    const wrong = await page.evaluate(() => {
      const allowed = new Set([
        'OL',
        'LI',
        'SPAN',
        'I',
        'B',
        'SMALL',
        'P',
        'DIV',
        'TABLE',
        'THEAD',
        'TBODY',
        'TR',
        'TH',
        'TD',
      ]);
      const parts = [...document.querySelectorAll('.talk .lines *, .bubbles *, .scores *, .leaders *')];
      const outside = [...document.querySelectorAll('.talk .line, .scores, .scores td, .leaders')].filter(
        (part) => {
          const { left, right } = part.getBoundingClientRect();
          return right > left && (left < -1 || right > innerWidth + 1);
        },
      );
      return [
        ...parts.filter(({ tagName }) => !allowed.has(tagName)).map(({ tagName }) => `made ${tagName}`),
        ...outside.map((part) => `outside: ${part.className || part.tagName} ${part.textContent}`),
        ...('pwned' in window ? ['something ran'] : []),
        ...(document.documentElement.scrollWidth > innerWidth ? ['the page is wider than the window'] : []),
        ...[...document.querySelectorAll('.talk .line')]
          .filter((part) => part.clientHeight > 90)
          .map((part) => `high: ${part.textContent}`),
      ];
    });
    expect(wrong).toEqual([]);
    expect(await elements()).toBeLessThan(100);
    if (at === 250) {
      await anna.shot('hostile');
    }
    lines.forEach((each) => each.close(1000));
    await until('they are gone', async () => (await page.locator('.scores tbody tr').count()) === 1, 10_000);
  }
  expect(anna.complaints).toEqual([]);
});
