/** The rules in words: they follow a tuning that is saved, and a badge in the match says when they are not the shipped ones. */
import { expect, test } from 'vitest';
import { clean, PHONE, stage, Visitor, WIDE } from './support.ts';

const { serve, visit } = stage();

test.each([WIDE, PHONE])('rules_say_what_holds_and_follow_a_saved_tuning_$width', async (size) => {
  const server = await serve({ flags: ['--fill', '0'] });
  const anna = await visit(server.address, size);
  const [page] = await Promise.all([
    anna.page.waitForEvent('popup'),
    anna.page.getByRole('link', { name: 'The rules' }).click(),
  ]);
  const rules = Visitor.of(page, size);
  await page.getByText('This server plays by the rules as they were shipped.').waitFor();
  expect(await page.getByText('Loose thread lies for 12 s, then it is gone.').isVisible()).toBe(true);
  expect(await page.locator('mark').count()).toBe(0);
  await rules.shot('rules');
  await clean(rules);
  server.retune({ 'thread.lies': 20, 'weapons.needle.damage': 90 });
  await page.getByText('2 values differ from the rules as they were shipped.').waitFor({ timeout: 8000 });
  expect(
    await page.getByText('Loose thread lies for 20 s instead of 12 s, then it is gone.').isVisible(),
  ).toBe(true);
  expect(await page.locator('mark').count()).toBe(2);
  await page.getByText('All values').click();
  await rules.shot('rules-changed');
  await clean(rules);
});

test.each([WIDE, PHONE])('a_badge_in_the_match_lists_what_differs_$width', async (size) => {
  const server = await serve({ flags: ['--fill', '0'] });
  const anna = await visit(server.address, size);
  await anna.play('Anna');
  const badge = anna.page.getByRole('button', { name: /^Modified rules/ });
  expect(await badge.isVisible()).toBe(false);
  server.retune({ 'thread.lies': 20, 'weapons.needle.damage': 90 });
  await badge.waitFor({ timeout: 8000 });
  expect(await badge.innerText()).toBe('Modified rules (2)');
  const row = anna.page.getByRole('row', { name: 'thread.lies 12 s 20 s' });
  expect(await row.isVisible()).toBe(false);
  await badge.click();
  expect(await row.isVisible()).toBe(true);
  await anna.shot('modified');
  await clean(anna);
  await badge.click();
  await anna.page.keyboard.down('Tab');
  expect(await row.isVisible()).toBe(true);
  await anna.shot('modified-scores');
  await anna.page.keyboard.up('Tab');
  expect(await row.isVisible()).toBe(false);
  server.retune({ 'thread.lies': 12, 'weapons.needle.damage': 70 });
  await badge.waitFor({ state: 'hidden', timeout: 8000 });
});
