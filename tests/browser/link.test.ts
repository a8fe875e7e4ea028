import { expect, test } from 'vitest';
import { Link, Server } from '../../game-client/tests/server.ts';
import { launch, Visitor } from './support.ts';

test('who_plays_over_a_modelled_line_reads_so_all_the_time', { timeout: 60_000 }, async () => {
  const [server, browser] = await Promise.all([Server.start(), launch()]);
  const link = await Link.to(server, 'far');
  try {
    const anna = await Visitor.open(browser, link.address);
    await anna.play('Anna');
    const line = anna.page.getByText('Slowed on purpose: far');
    await line.waitFor();
    await anna.shot('link');
    await anna.page.keyboard.press('KeyM');
    expect(await line.isVisible()).toBe(true);
    const ben = await Visitor.open(browser, server.address);
    await ben.play('Ben');
    expect(await ben.page.getByText('Slowed on purpose').isVisible()).toBe(false);
    expect([...anna.complaints, ...ben.complaints]).toEqual([]);
  } finally {
    await browser.close();
    await link.stop();
    await server.stop();
  }
});
