/** A player without a screen: the real modules on Node's sockets and clock, and a simple will of its own. */
import { WebSocket } from 'ws';
import { press, release, type Action } from '../src/input/sampler.ts';
import type { Socket } from '../src/net/connection.ts';
import { Play } from '../src/play.ts';
import { angleOf } from '../src/sim/grid.ts';
import type { MapFile } from '../src/sim/map.ts';
import { newest, ownSeat } from '../src/state/state.ts';
import type { Server } from './server.ts';

const FRAME_MS = 16;
/** How long a player walks one way. */
const WALK_MS = 600;

export class Headless {
  readonly play: Play;
  readonly #timer: NodeJS.Timeout;
  #turnMs = 0;
  /** Pictures that were drawn, so to speak. */
  pictures = 0;

  constructor(
    server: Server,
    name: string,
    room: string | null,
    private readonly fights: boolean,
  ) {
    this.play = new Play({
      openSocket: (url, protocols) => new WebSocket(url, [...protocols]) as unknown as Socket,
      schedule: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      now: () => performance.now(),
      loadMap: async (hash) => (await (await fetch(`${server.address}/maps/${hash}.json`)).json()) as MapFile,
      url: server.socket,
      build: 'headless',
      name,
      room,
      watch: false,
      aspect: 16 / 9,
    });
    this.#timer = setInterval(() => this.#frame(), FRAME_MS);
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.play.dispose();
  }

  /** Input first, then the picture: as a page does it. */
  #frame(): void {
    if (this.fights) {
      this.#decide();
    }
    this.play.pump();
    this.pictures += this.play.picture() === null ? 0 : 1;
  }

  #decide(): void {
    const { state, sampler } = this.play;
    const snapshot = newest(state);
    const own = snapshot?.own;
    const enemy = snapshot?.players.find(
      (player) => player.seat !== ownSeat(state) && (player.flags & 1) !== 0,
    );
    if (own === undefined || own === null || enemy === undefined) {
      return;
    }
    const way = { x: enemy.x8 / 8 - own.x / 256, y: enemy.y8 / 8 - own.y / 256 };
    sampler.aim = angleOf(way);
    this.#hold('fire', true);
    const nowMs = performance.now();
    if (nowMs < this.#turnMs) {
      return;
    }
    this.#turnMs = nowMs + WALK_MS;
    // Mostly towards the enemy, sometimes anywhere: enough to get around a piece of cover.
    const toward = Math.random() < 0.6;
    const side = (towards: number): number =>
      toward ? Math.sign(towards) : Math.floor(Math.random() * 3) - 1;
    const [x, y] = [side(way.x), side(way.y)];
    this.#hold('right', x > 0);
    this.#hold('left', x < 0);
    this.#hold('down', y > 0);
    this.#hold('up', y < 0);
    this.#hold('dash', Math.random() < 0.2);
  }

  #hold(action: Action, held: boolean): void {
    (held ? press : release)(this.play.sampler, action);
  }
}

/** Looks every few ms until it is so. */
export async function until(what: string, isSo: () => boolean, withinMs: number): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) {
      throw new Error(`${what}: not within ${withinMs} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
