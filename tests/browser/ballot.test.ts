/** The vote on the next match: by keys, mouse, fingers and a gamepad, and the next match is what was voted for. */
import { expect, test } from 'vitest';
import { xbox } from '../../game-client/tests/pads.ts';
import { Fingers, plugIn } from './pad.ts';
import { clean, HARMLESS, HELD, stage, until, WIDE, type Visitor } from './support.ts';

const { serve, visit } = stage();

/** Short matches in which nobody is hurt, with time to vote. */
const SHORT = { ...HARMLESS, 'match.warmup': 0, 'match.length': 5, 'match.sudden_death': 0 };

/** The button of a pad that takes the next weapon in hand. */
const NEXT = 3;

function card(visitor: Visitor, mode: string): ReturnType<Visitor['page']['getByRole']> {
  return visitor.page.getByRole('group', { name: 'Vote for it' }).getByRole('button', { name: mode });
}

test('two_vote_by_key_and_by_mouse_and_play_what_they_voted_for', async () => {
  const server = await serve({ presets: true, tuning: { ...SHORT, 'match.results': 10 } });
  const anna = await visit(server.address);
  await anna.play('Anna');
  const ben = await visit(`${server.address}?room=${(await anna.seen()).code}`);
  await ben.play('Ben');
  await card(anna, 'Tug').first().waitFor({ timeout: 20_000 });
  expect(await anna.page.locator('.ballot .card:visible').count()).toBe(3);
  // What is next in turn stands first, and is played if nobody votes.
  expect(await anna.page.locator('.ballot .card').nth(0).innerText()).toContain('Tug');
  await anna.page.keyboard.press('Digit2');
  const second = ben.page.locator('.ballot .card').nth(1);
  await second.getByText('Votes: 1').waitFor();
  const map = await second.locator('.map').innerText();
  await second.click();
  await anna.page.locator('.ballot .card').nth(1).getByText('Votes: 2').waitFor();
  expect(await anna.page.locator('.ballot .card').nth(1).getAttribute('aria-pressed')).toBe('true');
  await anna.shot('ballot');
  await clean(anna);
  await anna.page.getByText(`Unravel, ${map}`).waitFor({ timeout: 15_000 });
  await ben.page.locator('.results').waitFor({ state: 'hidden', timeout: 5000 });
  await until('the next match is on', async () => (await ben.seen()).phase === 0, 5000);
  expect(await ben.page.locator('.rope').isVisible()).toBe(false);
});

test('fingers_vote_with_a_tap_and_what_is_next_in_turn_is_played_if_nobody_votes', async () => {
  const server = await serve({ presets: true, tuning: { ...SHORT, 'match.results': 6 } });
  const anna = await visit(server.address, HELD);
  await anna.page.getByLabel('Your name').fill('Anna');
  await anna.page.getByRole('button', { name: 'Play', exact: true }).tap();
  await anna.inPlay();
  await card(anna, 'Tug').first().waitFor({ timeout: 20_000 });
  await anna.page.locator('.ballot .card').nth(2).tap();
  await anna.page.locator('.ballot .card').nth(2).getByText('Votes: 1').waitFor();
  await anna.shot('ballot');
  await clean(anna);
  const ben = await visit(server.address, WIDE);
  await ben.play('Ben');
  // The same again, by the only vote.
  await anna.page.getByText('Unravel, Hoop').waitFor({ timeout: 15_000 });
  // And then nobody votes.
  await anna.page.getByText('Tug, Hoop').waitFor({ timeout: 30_000 });
  await anna.page.getByRole('group', { name: 'The rope' }).waitFor({ timeout: 10_000 });
});

test('a_gamepad_goes_from_card_to_card', async () => {
  const server = await serve({ presets: true, tuning: { ...SHORT, 'match.results': 12 } });
  const anna = await visit(server.address, WIDE, plugIn(xbox()));
  await anna.play('Anna');
  await card(anna, 'Tug').first().waitFor({ timeout: 20_000 });
  const fingers = new Fingers(anna);
  await fingers.tap(NEXT);
  await anna.page.locator('.ballot .card').nth(0).getByText('Votes: 1').waitFor();
  await fingers.tap(NEXT);
  await anna.page.locator('.ballot .card').nth(1).getByText('Votes: 1').waitFor();
  await anna.page.locator('.ballot .card').nth(0).getByText('Votes: 0').waitFor();
});
