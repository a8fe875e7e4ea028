/** A seat outlives its page and its line. */
import { createServer, connect, type Server as Listener, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Server } from '../../game-client/tests/server.ts';
import { clean, launch, until, Visitor } from './support.ts';

const LOST = 'Connection lost. Reconnecting';

/** A line to a server that can be cut. */
class Wire {
  readonly #sockets = new Set<Socket>();
  #down = false;

  private constructor(
    private readonly listener: Listener,
    readonly address: string,
  ) {}

  static async to(server: Server): Promise<Wire> {
    const listener = createServer();
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const told = listener.address();
    const port = typeof told === 'object' && told !== null ? told.port : 0;
    const wire = new Wire(listener, `http://127.0.0.1:${port}`);
    listener.on('connection', (near) => wire.#join(near, server.port));
    return wire;
  }

  #join(near: Socket, port: number): void {
    if (this.#down) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        to.destroy();
        this.#sockets.delete(from);
      });
      from.pipe(to);
    }
  }

  /** Cuts all that is open, and lets nothing through while it is down. */
  set down(down: boolean) {
    this.#down = down;
    if (down) {
      this.#sockets.forEach((socket) => socket.destroy());
    }
  }

  stop(): void {
    this.down = true;
    this.listener.close();
  }
}

test('a_refresh_and_a_cut_line_keep_the_seat_and_the_score', { timeout: 120_000 }, async () => {
  const server = await Server.start({
    flags: ['--map', 'box', '--fill', '6'],
    // Bots that do not spare whoever is new here.
    tuning: {
      ...{ 'match.warmup': 0, 'match.idle': 0, 'body.health': 10, 'life.protection': 0 },
      ...{ 'bots.newcomer': 1400, 'bots.rating': 1400 },
    },
  });
  const [wire, browser] = await Promise.all([Wire.to(server), launch()]);
  const anna = await Visitor.open(browser, wire.address);
  const ben = await Visitor.open(browser, server.address);
  try {
    await anna.play('Anna');
    const { seat, code } = await anna.seen();
    await until('Anna has fallen', async () => ((await anna.seen()).deaths ?? 0) > 0, 60_000);
    const deaths = (await anna.seen()).deaths ?? 0;

    await anna.page.reload();
    await anna.inPlay();
    const again = await anna.seen();
    expect([again.seat, again.code]).toEqual([seat, code]);
    await until('the score is told', async () => ((await anna.seen()).deaths ?? -1) >= deaths, 5000);

    await ben.play('Ben');
    wire.down = true;
    await anna.page.getByText(LOST).waitFor();
    await anna.shot('lost');
    await ben.page.keyboard.down('Tab');
    await ben.page.locator('.scores').getByText('away').waitFor();
    await ben.page.keyboard.up('Tab');
    const { tick } = await anna.seen();
    wire.down = false;
    await until('the line is back', async () => ((await anna.seen()).tick ?? 0) > (tick ?? 0), 10_000);
    await anna.page.getByText(LOST).waitFor({ state: 'hidden' });
    const back = await anna.seen();
    expect([back.seat, back.code, back.page]).toEqual([seat, code, 'play']);
    expect(back.deaths ?? -1).toBeGreaterThanOrEqual(deaths);
    await clean(ben);

    await anna.page.keyboard.press('Escape');
    await anna.page.getByRole('button', { name: 'Leave' }).click();
    await until('the seat is free', async () => !(await names(ben)).includes('Anna'), 3000);
    await anna.page.reload();
    await anna.page.waitForFunction(() => window.fray?.page === 'start');
  } finally {
    await browser.close();
    wire.stop();
    await server.stop();
  }
});

/** Who is in the table of scores. */
async function names(visitor: Visitor): Promise<string> {
  await visitor.page.keyboard.down('Tab');
  const text = await visitor.page.locator('.scores').innerText();
  await visitor.page.keyboard.up('Tab');
  return text;
}
