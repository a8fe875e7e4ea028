/** Stands between a page and its server, and tells the page of events that are hard to come by. */
import type { Page } from 'playwright-core';
import { newBaseline, rebuild, type Received } from '../../game-client/src/protocol/baseline.ts';
import { decodeServer, encodeServer, type WireEvent } from '../../game-client/src/protocol/messages.gen.ts';
import { keyframe } from '../../game-client/tests/keyframes.ts';

export class Between {
  readonly #events: WireEvent[] = [];
  /** What the page would hold; it is told everything in keyframes. */
  readonly #baseline = newBaseline();

  /** Every message is told as `change` says. */
  constructor(private change: (message: Received) => Received) {}

  /** Before the page is loaded. */
  async take(page: Page): Promise<void> {
    await page.routeWebSocket('**/ws', (socket) => {
      const server = socket.connectToServer();
      server.onMessage((bytes) => socket.send(typeof bytes === 'string' ? bytes : this.#pass(bytes)));
    });
  }

  /** They happen in the next snapshot. */
  happen(...events: readonly WireEvent[]): void {
    this.#events.push(...events);
  }

  /** From now on every message is told otherwise. */
  tell(change: (message: Received) => Received): void {
    this.change = change;
  }

  #pass(bytes: Buffer): Buffer {
    const came = decodeServer(bytes);
    const whole = came.kind === 'snapshot' ? rebuild(this.#baseline, came)?.snapshot : came;
    if (whole === undefined) {
      return bytes;
    }
    const told = this.change(whole);
    const message =
      told.kind === 'snapshot'
        ? keyframe({ ...told, events: [...told.events, ...this.#events.splice(0)] })
        : told;
    return Buffer.from(encodeServer(message));
  }
}
