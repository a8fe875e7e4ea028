/** Two teams at one rope: what a page shows of them while they play, and when one has won. */
import { expect, test } from 'vitest';
import { clean, HARMLESS, PHONE, stage, WIDE } from './support.ts';

const { serve, visit } = stage();

/** Nobody is hurt, so that the match goes on. */
const CALM = { 'match.tug': 1, 'match.warmup': 0, ...HARMLESS };

test.each([WIDE, PHONE])('in_tug_a_rope_and_a_table_of_teams_are_shown_$width', async (size) => {
  const server = await serve({
    // A bot gives way at once where all seats are taken.
    flags: ['--map', 'box', '--seats', '4', '--fill', '4'],
    tuning: { ...CALM, 'match.length': 600 },
  });
  const anna = await visit(server.address, size);
  await anna.play('Anna');
  const rope = anna.page.getByRole('group', { name: 'The rope' });
  await rope.waitFor();
  // Half of four who play, and 27 m for each of them.
  await rope.getByText('of 54 m').waitFor();
  expect(await rope.getByText('your team').count()).toBe(1);
  await anna.page.keyboard.down('Tab');
  const scores = anna.page.getByRole('region', { name: 'Scores' });
  await scores.locator('tr.team').nth(1).waitFor();
  expect(await scores.locator('tbody').count()).toBe(2);
  expect(await scores.locator('tr.team').allInnerTexts()).toEqual(
    expect.arrayContaining([expect.stringContaining('Sky'), expect.stringContaining('Ember')]),
  );
  await anna.shot('tug');
  await clean(anna);
  await anna.page.keyboard.up('Tab');
});

test('where_everybody_plays_for_themselves_there_is_no_rope', async () => {
  const server = await serve({ flags: ['--map', 'box', '--fill', '2'] });
  const anna = await visit(server.address);
  await anna.play('Anna');
  expect(await anna.page.locator('.rope').isVisible()).toBe(false);
  expect(await anna.page.getByText('of 66 m').isVisible()).toBe(true);
});

test.each([PHONE])('the_result_says_which_team_has_won_$width', async (size) => {
  const server = await serve({
    flags: ['--map', 'box', '--fill', '6'],
    tuning: { 'match.tug': 1, 'match.warmup': 0, 'match.length': 12, 'match.results': 20 },
  });
  const anna = await visit(server.address, size);
  await anna.play('Anna');
  const results = anna.page.locator('.results');
  await results.waitFor({ timeout: 60_000 });
  const teams = await results.locator('tr.team').allInnerTexts();
  expect(teams).toHaveLength(2);
  const own = teams[0]?.includes('your team') === true;
  const name = teams[0]?.includes('Sky') === true ? 'Sky' : 'Ember';
  const title = await results.getByRole('heading').innerText();
  expect([own ? 'Your team has won' : `${name} has won`, 'A draw']).toContain(title);
  await anna.shot('tug-results');
  await clean(anna);
});
