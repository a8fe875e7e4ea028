/** Who has died looks on with whoever killed them, and with others if they want. */
import { expect, test } from 'vitest';
import { PHONE, stage, until, violations, WIDE } from './support.ts';

const { serve, visit } = stage();

test.each([WIDE, PHONE])('the_dead_see_who_killed_them_and_choose_another_one_$width', async (size) => {
  const server = await serve({
    flags: ['--map', 'box', '--seats', '8', '--fill', '8'],
    tuning: {
      'match.warmup': 0,
      'match.length': 600,
      'match.idle': 600,
      'life.respawn': 6,
      'weapons.stitcher.damage': 100,
      'bots.newcomer': 1400,
      'bots.rating': 1400,
    },
  });
  const anna = await visit(server.address, size);
  await anna.play('Anna');
  await until('she looks on', async () => (await anna.seen()).followed !== null, 50_000);
  const { followed, seat } = await anna.seen();
  expect(followed).not.toBe(seat);
  const bar = anna.page.getByRole('region', { name: 'Camera' });
  const killer = await bar.locator('.name').innerText();
  await anna.page.getByText(`${killer} `).first().waitFor();
  await until(
    'the picture is around the killer',
    async () => {
      const { players, shows } = await anna.seen();
      const one = players.find((player) => player.seat === followed);
      // One who dies meanwhile is no longer there.
      return one === undefined || !one.alive || Math.hypot(one.x - shows.x, one.y - shows.y) < 60;
    },
    3000,
  );
  await anna.shot('lookon');
  expect(await violations(anna)).toEqual([]);
  expect(anna.complaints).toEqual([]);
  await anna.page.keyboard.press('KeyD');
  await until('she looks on with another', async () => (await anna.seen()).followed !== followed, 2000);
  await until('she sees herself again', async () => (await anna.seen()).followed === null, 10_000);
  expect((await anna.seen()).health).toBeGreaterThan(0);
});
