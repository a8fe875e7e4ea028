/** Stands between a page and its server, and tells the page of events that are hard to come by. */
import type { Page } from 'playwright-core';
import {
  decodeServer,
  encodeServer,
  type ServerMessage,
  type WireEvent,
} from '../../game-client/src/protocol/messages.gen.ts';

export class Between {
  readonly #events: WireEvent[] = [];

  /** Every message is told as `change` says. */
  constructor(private change: (message: ServerMessage) => ServerMessage) {}

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
  tell(change: (message: ServerMessage) => ServerMessage): void {
    this.change = change;
  }

  #pass(bytes: Buffer): Buffer {
    const message = this.change(decodeServer(bytes));
    const told =
      message.kind === 'snapshot'
        ? { ...message, events: [...message.events, ...this.#events.splice(0)] }
        : message;
    return Buffer.from(encodeServer(told));
  }
}
