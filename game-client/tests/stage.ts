/** A server made of a script, behind a socket made of nothing, on a clock turned by hand. */
import type { Socket } from '../src/net/connection.ts';
import { Play, type PlayOptions } from '../src/play.ts';
import type { Received } from '../src/protocol/baseline.ts';
import {
  decodeClient,
  encodeServer,
  type ClientMessage,
  type Hello,
  type InputMessage,
  type ServerMessage,
} from '../src/protocol/messages.gen.ts';
import type { MapFile } from '../src/sim/map.ts';
import { keyframe } from './keyframes.ts';
import { tuningMessage } from './tunings.ts';
import { FIELD, piece, snapshot } from './worlds.ts';

export const TICK_MS = 1000 / 60;

export class Stage {
  nowMs = 1000;
  sent: ClientMessage[] = [];
  /** The tick of the newest snapshot told when each was sent. */
  newestWhenSent: number[] = [];
  #newest = 0;
  offered: readonly string[] = [];
  closed = false;
  closeCode: number | undefined;
  /** How often a socket was asked for. */
  opens = 0;
  /** What a tab keeps. */
  kept: string | null = null;
  #timers: { atMs: number; run: () => void }[] = [];
  loadMap: (hash: string) => Promise<MapFile> = () => Promise.resolve(FIELD);
  readonly socket: Socket = {
    binaryType: '',
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
    send: (bytes) => {
      this.sent.push(decodeClient(bytes));
      this.newestWhenSent.push(this.#newest);
    },
    close: (code) => {
      this.closed = true;
      this.closeCode = code;
    },
  };
  play: Play;

  constructor(
    private readonly watch = false,
    kept: string | null = null,
  ) {
    this.kept = kept;
    this.play = this.load();
  }

  /** The page is loaded, or loaded anew, with these options. */
  load(options: Partial<PlayOptions> = {}): Play {
    const { watch } = this;
    this.play = new Play({
      openSocket: (_url, protocols) => {
        this.offered = protocols;
        this.opens += 1;
        return this.socket;
      },
      schedule: (run, ms) => {
        const timer = { atMs: this.nowMs + ms, run };
        this.#timers.push(timer);
        return () => void (this.#timers = this.#timers.filter((other) => other !== timer));
      },
      now: () => this.nowMs,
      loadMap: (hash) => this.loadMap(hash),
      url: 'ws://stage/ws',
      build: 'test',
      name: 'Anna',
      room: 'TWINE',
      watch,
      aspect: 16 / 9,
      shelf: { read: () => this.kept, write: (text) => void (this.kept = text) },
      ...options,
    });
    return this.play;
  }

  /** The line is cut. */
  cut(code = 1006): void {
    this.socket.onclose?.({ code });
  }

  /** The newest hello. */
  hello(): Hello | undefined {
    return this.sent.findLast((message) => message.kind === 'hello');
  }

  wait(ms: number): void {
    this.nowMs += ms;
    const due = this.#timers.filter((timer) => timer.atMs <= this.nowMs);
    this.#timers = this.#timers.filter((timer) => timer.atMs > this.nowMs);
    due.forEach((timer) => timer.run());
  }

  tell(message: Received): void {
    this.#newest = message.kind === 'snapshot' ? message.tick : this.#newest;
    this.pass(message.kind === 'snapshot' ? keyframe(message) : message);
  }

  /** Tells what is said as it travels. */
  pass(message: ServerMessage): void {
    this.socket.onmessage?.({ data: encodeServer(message).slice().buffer });
  }

  /** The first words of a server, and the first snapshot. */
  async welcome(tick = 100, token = 1): Promise<void> {
    this.socket.onopen?.();
    this.tell({ ...WELCOME, token: tokenOf(token) });
    this.tell(tuningMessage(0));
    this.tell(matchOn(WELCOME.map, tick));
    this.tell({ kind: 'roster', players: [{ seat: 2, name: 'Anna', team: null, bot: 0, mark: 0 }] });
    await Promise.resolve();
    await Promise.resolve();
    this.tell(snapshot(tick, { players: [piece(2, 400, 300)] }));
  }

  /** Frames at 60 Hz, with a snapshot every second one. */
  frames(count: number, from: number): void {
    for (let frame = 1; frame <= count; frame++) {
      this.wait(TICK_MS);
      if (frame % 2 === 0) {
        this.tell(snapshot(from + frame, { players: [piece(2, 400, 300)] }));
      }
      this.play.pump();
    }
  }

  inputs(): InputMessage[] {
    return this.sent.filter((message) => message.kind === 'input');
  }
}

export function tokenOf(byte: number): Uint8Array {
  return new Uint8Array(32).fill(byte);
}

export const WELCOME: Received & { kind: 'welcome' } = {
  kind: 'welcome',
  build: 'test',
  node: 1,
  room: 1,
  epoch: 1,
  seat: 2,
  code: 'TWINE',
  seats: 8,
  map: '0123456789abcdef',
  token: null,
  hold: 25,
  holdHidden: 120,
  link: null,
};

export function matchOn(map: string, tick: number): Received {
  return {
    kind: 'match',
    number: 1,
    tick,
    seed: 1,
    map,
    phase: 0,
    left: 60_000,
    mode: 0,
    winner: null,
    ended: 0,
  };
}
