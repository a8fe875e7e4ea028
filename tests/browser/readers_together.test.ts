/** Pictures for readers, of what one sees who plays with others: in a team, by a link, on a phone, between two matches. */
import { expect, test } from 'vitest';
import { Fingers } from './fingers.ts';
import { shoot, WANTED } from './reading.ts';
import { HARMLESS, LYING, stage, until } from './support.ts';

const { serve, visit } = stage();

/** Whoever has played before is told nothing any more. */
const USED = JSON.stringify({ used: { walk: true, fire: true, dash: true, wind: true, switch: true } });
const visitUsed: typeof visit = (address, screen, prepare) =>
  visit(address, screen, async (page) => {
    await page.addInitScript((text) => localStorage.setItem('fray.settings', text), USED);
    await prepare?.(page);
  });

test.runIf(WANTED)('of_the_vote_on_the_next_match', async () => {
  const tuning = { 'match.warmup': 0, 'match.length': 20, 'match.sudden_death': 0, 'match.results': 20 };
  const server = await serve({ presets: true, tuning });
  const anna = await visitUsed(server.address);
  await anna.play('Anna');
  const ben = await visitUsed(`${server.address}?room=${(await anna.seen()).code}`);
  await ben.play('Ben');
  const cards = anna.page.locator('.ballot .card');
  await cards.nth(1).waitFor({ timeout: 40_000 });
  await ben.page.locator('.ballot .card').nth(1).click();
  await cards.nth(1).getByText('Votes: 1').waitFor();
  await shoot(anna, 'vote');
});

test.runIf(WANTED)('of_the_page_for_friends_and_of_the_quick_words', async () => {
  const server = await serve({ presets: true, tuning: { ...HARMLESS, 'match.warmup': 0 } });
  const anna = await visitUsed(server.address);
  await anna.page.getByLabel('Your name').fill('Anna');
  await anna.page.getByRole('button', { name: 'Play with friends' }).click();
  const dialog = anna.page.getByRole('dialog', { name: 'Play with friends' });
  await dialog.waitFor();
  await anna.inPlay();
  await shoot(anna, 'friends');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await anna.page.keyboard.press('KeyE');
  await anna.page.getByRole('group', { name: 'Quick words' }).waitFor();
  await shoot(anna, 'words');
});

test.runIf(WANTED)(
  'of_a_match_of_teams',
  async () => {
    const server = await serve({
      flags: ['--map', 'box', '--seats', '8', '--fill', '8'],
      tuning: { 'match.tug': 1, 'match.warmup': 0, 'match.idle': 0 },
    });
    const anna = await visitUsed(server.address);
    await anna.play('Anna');
    await until(
      'mates and others are in view, and one team leads',
      async () => {
        const { players, health, phase } = await anna.seen();
        const near = players.filter(({ alive }) => alive).length;
        const rope = await anna.page.locator('.rope').innerText();
        const [left, right] = [...rope.matchAll(/([\d.]+) m\b/g)].map(([, metres]) => Number(metres));
        return (health ?? 0) > 0 && phase === 0 && near >= 4 && Math.abs((left ?? 0) - (right ?? 0)) > 4;
      },
      110_000,
    );
    await shoot(anna, 'teams');
  },
  180_000,
);

test.runIf(WANTED)(
  'of_who_has_died_and_looks_on',
  async () => {
    const server = await serve({
      flags: ['--map', 'box', '--seats', '8', '--fill', '8'],
      tuning: {
        ...{ 'match.warmup': 0, 'match.idle': 600, 'life.respawn': 6, 'life.protection': 0 },
        ...{ 'bots.newcomer': 1400, 'bots.rating': 1400, 'weapons.stitcher.damage': 34 },
      },
    });
    const anna = await visitUsed(server.address);
    await anna.play('Anna');
    await until('she looks on', async () => (await anna.seen()).followed !== null, 100_000);
    await shoot(anna, 'dead');
    expect(anna.complaints).toEqual([]);
  },
  120_000,
);

test.runIf(WANTED)('of_a_phone_in_two_hands', async () => {
  const server = await serve({ flags: ['--map', 'hoop'], tuning: { 'match.warmup': 0, 'match.idle': 0 } });
  const anna = await visitUsed(server.address, LYING);
  const fingers = await Fingers.of(anna.page);
  await fingers.tap(anna.page.getByRole('button', { name: 'Play', exact: true }));
  await anna.inPlay();
  await until('somebody is in view', async () => (await anna.seen()).players.length > 1, 30_000);
  await shoot(anna, 'phone');
});
