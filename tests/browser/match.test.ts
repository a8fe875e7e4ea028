/** What a page tells of a match: its phases, its great moments, who hit one, how one died, and the result. */
import type { Received } from '../../game-client/src/protocol/baseline.ts';
import { expect, test } from 'vitest';
import { Between } from './between.ts';
import { clean, PHONE, stage, Visitor, WIDE } from './support.ts';

const SIZES = [WIDE, PHONE];
const ALONE = ['--map', 'box', '--fill', '0'];

const { serve, visit } = stage();

async function says(visitor: Visitor, text: string | RegExp): Promise<void> {
  await visitor.page.getByText(text).first().waitFor({ timeout: 15_000 });
}

test.each(SIZES)('a_match_goes_through_its_phases_and_into_the_next_one_$width', async (size) => {
  const tuning = { 'match.warmup': 6, 'match.length': 5, 'match.sudden_death': 3, 'match.results': 5 };
  const server = await serve({ flags: ALONE, tuning });
  const anna = await visit(server.address, size);
  await anna.play('Anna');
  await says(anna, 'Warm-up: nobody is hurt yet');
  await anna.shot('warm-up');
  await clean(anna);
  await says(anna, 'The last seconds');
  await anna.shot('last-seconds');
  await says(anna, 'Sudden death: next thread wins');
  await anna.shot('sudden-death');
  await says(anna, 'A draw');
  expect(await anna.page.getByText('Time is up, and nobody leads.').isVisible()).toBe(true);
  await anna.page.getByText('Next match in 3 s').waitFor();
  await clean(anna);
  await anna.shot('draw');
  await says(anna, 'Warm-up: nobody is hurt yet');
  expect(await anna.page.getByText('A draw').isVisible()).toBe(false);
  expect(anna.complaints).toEqual([]);
});

test.each(SIZES)(
  'a_match_that_ends_by_its_goal_says_who_did_what_$width',
  { timeout: 90_000 },
  async (size) => {
    const tuning = {
      'match.warmup': 0,
      'match.goal': 25,
      'match.goal_per_player': 0,
      'match.results': 8,
      'thread.drop': 20,
    };
    const server = await serve({ flags: ['--seats', '10', '--fill', '10'], tuning });
    const anna = await visit(server.address, size);
    await anna.play('Anna');
    await anna.page.waitForTimeout(9000);
    await anna.shot('fight');
    await anna.page.getByText('25 m of thread: the goal.').waitFor({ timeout: 60_000 });
    expect(await anna.page.getByText(/^Peak of the match: .+ tail of [2-9]\d\.\d m$/).isVisible()).toBe(true);
    await anna.page.waitForTimeout(200);
    await anna.shot('results');
    await clean(anna);
  },
);

/** Somebody 42 m away, who is not there. */
const BEN = 7;
const AWAY = 300;

/** Towards the middle of the map, where there is room. */
function towards(place: number): 1 | -1 {
  return place > 2 * AWAY ? -1 : 1;
}

function withBen(message: Received): Received {
  if (message.kind === 'roster') {
    return {
      ...message,
      players: [...message.players, { seat: BEN, name: 'Ben', team: null, bot: 0, mark: 0 }],
    };
  }
  if (message.kind !== 'snapshot' || message.own === null) {
    return message;
  }
  const eighth = (place: number): number => Math.round(place / 32) + AWAY * 8 * towards(place / 256);
  const [x8, y8] = [eighth(message.own.x), eighth(message.own.y)];
  const ben = { seat: BEN, x8, y8, aim: 0, fine: 0, health: 100, flags: 1, thread: 0 };
  return { ...message, players: [...message.players, ben] };
}

test.each(SIZES)('moments_hits_and_a_death_are_told_$width', async (size) => {
  const tuning = { 'match.warmup': 0, 'match.length': 600 };
  const server = await serve({ flags: ['--map', 'hoop', '--fill', '0'], tuning });
  const between = new Between(withBen);
  const anna = await visit(server.address, size, (page) => between.take(page));
  await anna.play('Anna');
  const { seat, place } = await anna.seen();
  const [own, x8, y8] = [seat ?? 0, Math.round((place?.x ?? 0) * 8), Math.round((place?.y ?? 0) * 8)];
  between.happen(
    { kind: 'slipped', ago: 0, seat: own, by: BEN, x8, y8 },
    { kind: 'hurt', ago: 0, seat: own, by: BEN, weapon: 0, damage: 14, seen: 141, covered: 83, x8, y8 },
  );
  await says(anna, "Ben's needle went slack");
  await anna.shot('slip');
  await anna.page.getByText('SLIP').waitFor({ state: 'hidden' });
  expect(await anna.page.locator('.arc').count()).toBe(0);
  const drop = { kind: 'dropped', ago: 0, x8, y8, seed: 7, lies: 6000 } as const;
  between.happen({ ...drop, id: 900, seat: BEN, amount: 4160, great: 1 });
  await says(anna, 'Ben fell: 41.6 m of thread run out');
  await anna.shot('great-unravel');
  between.tell((message) => {
    const told = withBen(message);
    return told.kind === 'snapshot' && told.own !== null
      ? { ...told, own: { ...told.own, life: -900 } }
      : told;
  });
  between.happen(
    { kind: 'killed', ago: 0, seat: BEN, by: own, weapon: 0, x8, y8 },
    { kind: 'killed', ago: 0, seat: own, by: BEN, weapon: 1, x8, y8 },
    { ...drop, id: 901, seat: own, amount: 1230, great: 0 },
  );
  await says(anna, 'by Ben');
  const north = towards(place?.y ?? 0) < 0 ? 'north' : 'south';
  const east = towards(place?.x ?? 0) > 0 ? 'east' : 'west';
  await says(anna, `with the Needle, from 42 m to the ${north}-${east}`);
  await says(anna, 'You dropped 12.3 m of thread.');
  await says(anna, 'You unravelled Ben');
  await anna.shot('death');
  await clean(anna);
});
