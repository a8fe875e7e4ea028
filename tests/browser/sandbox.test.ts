/** A room for designers, by its keys. */
import { expect, test } from 'vitest';
import { Server } from '../../game-client/tests/server.ts';
import { clean, launch, until, Visitor } from './support.ts';

/** World ticks that pass on a page in so many ms. */
async function ticksIn(visitor: Visitor, ms: number): Promise<number> {
  return visitor.page.evaluate(async (span) => {
    const from = { tick: window.fray?.tick ?? 0, ms: performance.now() };
    await new Promise((resolve) => setTimeout(resolve, span));
    return (((window.fray?.tick ?? 0) - from.tick) * span) / (performance.now() - from.ms);
  }, ms);
}

test('a_designer_pauses_steps_slows_calls_and_refills_by_the_keys_on_the_screen', async () => {
  const server = await Server.start({ flags: ['--sandbox', '--map', 'box'] });
  const browser = await launch();
  const dee = await Visitor.open(browser, `${server.address}/?room=SANDB`);
  await dee.play('Dee');
  expect((await dee.seen()).code).toBe('SANDB');
  const panel = dee.page.getByRole('region', { name: 'Sandbox' });
  const tick = async (): Promise<number> => (await dee.seen()).tick ?? 0;
  const names = async (): Promise<string> =>
    (await dee.page.locator('.leaders .name').allTextContents()).join(', ');
  await panel.getByText('Full speed').waitFor();

  await dee.page.keyboard.press('KeyP');
  await panel.getByText('Paused').waitFor();
  await dee.page.mouse.move(700, 300);
  expect(await ticksIn(dee, 500)).toBe(0);
  const stood = await tick();
  for (const step of [1, 2, 3]) {
    await dee.page.keyboard.press('KeyO');
    await until('a step', async () => (await tick()) > stood + step - 1, 3000);
    expect(await ticksIn(dee, 100)).toBe(0);
    expect(await tick()).toBe(stood + step);
  }
  await dee.page.keyboard.press('KeyP');
  await panel.getByText('Full speed').waitFor();
  expect(await ticksIn(dee, 1000)).toBeGreaterThan(50);

  await dee.page.keyboard.press('KeyL');
  await panel.getByText('Quarter speed').waitFor();
  const slow = await ticksIn(dee, 2000);
  expect(slow).toBeGreaterThan(25);
  expect(slow).toBeLessThan(35);
  const { x } = (await dee.seen()).place ?? { x: NaN };
  const way = x < 400 ? 'KeyD' : 'KeyA';
  await dee.page.keyboard.down(way);
  await until('Dee walks slowly', async () => Math.abs(((await dee.seen()).place?.x ?? NaN) - x) > 20, 5000);
  await dee.page.keyboard.up(way);
  await dee.page.keyboard.press('KeyL');

  await dee.page.keyboard.press('KeyJ');
  await until('a dummy is there', async () => (await names()).includes('Dummy'), 3000);
  await panel.getByText('a bot: rusher').waitFor();
  await dee.page.keyboard.press('KeyB');
  await until('a rusher is there', async () => (await names()).includes('(rusher)'), 3000);
  await dee.page.keyboard.press('KeyV');
  await panel.getByText('a bot: marksman').waitFor();

  await dee.shot('sandbox');
  await dee.page.keyboard.press('KeyK');
  await until('nobody else is there', async () => (await names()) === 'Dee', 5000);

  const clip = dee.page.locator('.slots .held b');
  await dee.aim(1, 0);
  await dee.page.mouse.down();
  await until('Dee shoots', async () => /^[0-9] /.test((await clip.textContent()) ?? ''), 5000);
  await dee.page.mouse.up();
  // Inputs are some ticks ahead of the server: a last shot may still leave.
  await dee.page.waitForTimeout(300);
  await dee.page.keyboard.press('KeyH');
  await until('the clip is full', async () => (await clip.textContent()) === '12 / 12', 1000);
  await clean(dee);
  await dee.close();
  await browser.close();
  await server.stop();
});

test('a_room_that_is_no_sandbox_shows_no_panel_and_takes_no_orders', async () => {
  const server = await Server.start({ flags: ['--map', 'box', '--fill', '0'] });
  const browser = await launch();
  const anna = await Visitor.open(browser, server.address);
  await anna.play('Anna');
  await anna.page.keyboard.press('KeyP');
  expect(await anna.page.getByText('Sandbox').isVisible()).toBe(false);
  expect(await ticksIn(anna, 500)).toBeGreaterThan(20);
  await anna.close();
  await browser.close();
  await server.stop();
});
